"""What is counted in a sentence: words, their neighbours, their pairs, and pieces of words.

::

    features = Features.learnt([words.of(text) for text in texts], words)
    sentence = features.of(words.of("la messe de dimanche"))
    sentence.places, sentence.values      # where in the vocabulary, and how much

Three blocks, each of length one for itself, so that a long word does not drown a short sentence:

words
    words and neighbours, begin and end of the sentence marked, cut to their first five letters
pairs
    any two words of the sentence in whatever order, cut to their first four letters
pieces
    two to five characters of each word in a row, its ends marked
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.intents.words import Words

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

#: How much each block counts, in their order.
Weights = tuple[float, float, float]
EQUAL: Weights = (1.0, 1.0, 1.0)
#: The power of a feature's rarity: 1 is plain TF-IDF, 0 counts all alike.
_RARITY = 0.75
#: Letters that are left of a word, alone and in pairs: endings matter less than beginnings.
_STEM, _PAIR_STEM = 5, 4
#: Pairs grow with the square of the words.
_MOST_PAIRED = 32
_PIECES = range(2, 6)
#: Words of which the pieces are remembered.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in numbers."""

    # Features that are known, in rising order, and how much each counts.
    places: Places
    values: Floats
    # Words, and those that no example has.
    words: int
    unknown: int
    # Share of the rarity of all words that falls to known ones, from 0 to 1.
    known: float


class Features:
    """The vocabulary of all blocks, one after the other."""

    def __init__(
        self,
        names: Sequence[Sequence[str]],
        rarity: Floats,
        words: Words,
        weights: Weights = EQUAL,
    ) -> None:
        self.names = [list(block) for block in names]
        self.rarity = rarity
        self.weights = weights
        self._words = words
        # Per block: its vocabulary, counted over all blocks.
        self._known: list[dict[str, int]] = []
        start = 0
        for block in self.names:
            self._known.append({name: start + i for i, name in enumerate(block)})
            start += len(block)
        self._ends = np.cumsum([len(block) for block in self.names])
        self._pieces: dict[str, list[int]] = {}
        self._rarest = float(rarity.max()) if len(rarity) else 1.0

    def __len__(self) -> int:
        return len(self.rarity)

    @classmethod
    def learnt(
        cls, sentences: Sequence[Sequence[str]], words: Words, weights: Weights = EQUAL
    ) -> Features:
        """Return the features that occur in ``sentences``."""
        seen: list[Counter[str]] = [Counter(), Counter(), Counter()]
        for sentence in sentences:
            for counter, found in zip(seen, _blocks(sentence, words), strict=True):
                counter.update(set(found))
        names = [sorted(counter) for counter in seen]
        counts = np.array([c[name] for c, block in zip(seen, names, strict=True) for name in block])
        rarity = (np.log((1 + len(sentences)) / (1 + counts)) + 1) ** _RARITY
        return cls(names, rarity.astype(np.float32), words, weights)

    def of(self, sentence: Sequence[str]) -> Sentence:
        """Return the features of a sentence, given as words."""
        stems = [kind[:_STEM] if kind[0] != "@" else kind for kind in self._words.kinds(sentence)]
        words = self._known[0]
        alone = [words.get(stem) for stem in stems]
        found = [place for place in alone if place is not None]
        rarities = [float(self.rarity[place]) for place in found]
        unknown = len(stems) - len(found)
        for name in _neighbours(stems):
            if (place := words.get(name)) is not None:
                found.append(place)
        pairs = self._known[1]
        for name in _pairs(sentence):
            if (place := pairs.get(name)) is not None:
                found.append(place)
        for word in sentence:
            found.extend(self._pieces.get(word) or self._pieces_of(word))
        places, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        values = (1 + np.log(counts)) * self.rarity[places]
        ends = [0, *np.searchsorted(places, self._ends).tolist()]
        for block, weight in enumerate(self.weights):
            part = values[ends[block] : ends[block + 1]]
            if len(part):
                part *= weight / math.sqrt(float(part @ part))
        heard = sum(rarities)
        return Sentence(
            places=places,
            values=values.astype(np.float32),
            words=len(stems),
            unknown=unknown,
            known=heard / (heard + unknown * self._rarest) if stems else 0.0,
        )

    def per_feature(self, weights: Weights) -> Floats:
        """Return ``weights`` once for each feature: what to multiply by to count blocks anew."""
        return np.repeat(np.array(weights, dtype=np.float32), [len(block) for block in self.names])

    def _pieces_of(self, word: str) -> list[int]:
        known = self._known[2]
        found = [place for piece in _pieces(word) if (place := known.get(piece)) is not None]
        if len(self._pieces) >= _REMEMBERED:
            self._pieces.clear()
        self._pieces[word] = found
        return found


def _blocks(sentence: Sequence[str], words: Words) -> Iterator[Iterable[str]]:
    """Yield the names of what each block counts."""
    stems = [kind[:_STEM] if kind[0] != "@" else kind for kind in words.kinds(sentence)]
    yield [*stems, *_neighbours(stems)]
    yield _pairs(sentence)
    yield [piece for word in sentence for piece in _pieces(word)]


def _neighbours(stems: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in zip(("<", *stems), (*stems, ">"), strict=True)] if stems else []


def _pairs(sentence: Sequence[str]) -> list[str]:
    stems = sorted({word[:_PAIR_STEM] for word in sentence[:_MOST_PAIRED]})
    return [f"{a}|{b}" for i, a in enumerate(stems) for b in stems[i + 1 :]]


def _pieces(word: str) -> list[str]:
    marked = f" {word[:40]} "
    return [
        marked[start : start + length]
        for length in _PIECES
        for start in range(len(marked) - length + 1)
    ]
