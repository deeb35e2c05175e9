"""The stems that an index knows: how rare each is, and the nearest ones to a misspelt word.

>>> known = Vocabulary({"baptem": 4, "bapt": 1, "parking": 1}, chunks=10)
>>> known.nearest("batem")
('baptem',)
>>> known.rarity("parking") > known.rarity("baptem")
True
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Share of common letter pairs from which a known stem stands for an unknown one.
NEAR = 0.6
#: Shorter words have too few pairs to be recognised by.
REPAIRED_LETTERS = 4
#: Unknown words of one question that are looked up; a text full of them is not about us.
MAX_REPAIRED = 3
#: Known stems that may stand for one unknown.
MAX_NEAR = 2
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One stem of a question with what stands for it in the index."""

    stem: str
    # The stem itself when it is known; else the nearest known ones, or none.
    known_as: tuple[str, ...]
    # How much it says, the more the rarer it is.
    rarity: float
    # What finding it is worth: 1 for the stem itself, less for one that only resembles it.
    trust: float = 1.0


class Vocabulary:
    """Stems with the number of chunks that have each, at one version of an index."""

    def __init__(self, counts: Mapping[str, int], *, chunks: int) -> None:
        self._counts = counts
        self._chunks = max(chunks, 1)
        self._pairs: dict[str, list[str]] | None = None
        self._remembered: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def rarity(self, stem: str) -> float:
        """Return the inverse document frequency; that of a word seen nowhere is the highest."""
        count = self._counts.get(stem, 0)
        return math.log(1 + (self._chunks - count + 0.5) / (count + 0.5))

    def read(self, stems: Sequence[str]) -> tuple[Term, ...]:
        """Return the stems of a question with unknown ones repaired."""
        repaired = 0
        terms: list[Term] = []
        for stem in stems:
            known: tuple[str, ...] = (stem,) if stem in self._counts else ()
            trust = 1.0
            if not known and repaired < MAX_REPAIRED and _may_be_repaired(stem):
                repaired += 1
                known = self.nearest(stem)
                trust = resemblance(stem, known[0]) if known else 0.0
            terms.append(Term(stem=stem, known_as=known, rarity=self.rarity(stem), trust=trust))
        return tuple(terms)

    def nearest(self, stem: str) -> tuple[str, ...]:
        """Return the known stems that share most letter pairs with ``stem``, best first."""
        if stem not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[stem] = self._search(stem)
        return self._remembered[stem]

    def _search(self, stem: str) -> tuple[str, ...]:
        wanted = _pairs(stem)
        shared = Counter(known for pair in wanted for known in self._by_pair().get(pair, ()))
        near = sorted(
            (
                (-2 * common / (len(wanted) + len(_pairs(known))), known)
                for known, common in shared.items()
            )
        )
        return tuple(known for score, known in near[:MAX_NEAR] if -score >= NEAR)

    def _by_pair(self) -> Mapping[str, list[str]]:
        if self._pairs is None:
            found: dict[str, list[str]] = defaultdict(list)
            for known in self._counts:
                if _may_be_repaired(known):
                    for pair in _pairs(known):
                        found[pair].append(known)
            self._pairs = found
        return self._pairs


def resemblance(first: str, second: str) -> float:
    """Return the share of letter pairs that two words have in common (Dice's coefficient).

    >>> resemblance("baptem", "batem") > NEAR > resemblance("baptem", "problem")
    True
    """
    pairs, others = _pairs(first), _pairs(second)
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _may_be_repaired(stem: str) -> bool:
    return len(stem) >= REPAIRED_LETTERS and not stem.isdigit()


def _pairs(stem: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters; a fence at both ends makes these count too.

    The ends of a word are what a hasty thumb gets right most often: on PIAF with typing mistakes
    the fence is worth .02 of MRR.
    """
    fenced = f"_{stem}_"
    return frozenset(first + second for first, second in pairwise(fenced))


def counted(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return rows of (stem, number of chunks) as a mapping."""
    return {str(stem): int(count) for stem, count in rows}
