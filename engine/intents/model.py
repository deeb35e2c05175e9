"""A trained classifier: from a text to its intents, each with a probability.

>>> model.guess("la messe c'est à quelle heure ?").intent
'horaires_messe'
>>> model.guess("zzz qwrtp").intent is None
True

A guess is some look-ups in a dictionary, one row of weights per feature found, and a sum.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.intents.features import Features, Floats, Sentence
from engine.intents.rejection import Rejector, best_inside, signs
from engine.intents.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a text may be about."""

    # The intent; None when the text is about none of them, or about two alike.
    intent: str | None
    # How probable that is; of None, that no intent is meant.
    confidence: float
    # Every intent with its probability, the most probable first.
    ranking: tuple[tuple[str, float], ...]
    # The probability that the text is about any intent at all, the one for strangers left aside.
    in_scope: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Below which a guess is no guess."""

    # Texts less probably about any intent are about none; learnt, if not set.
    in_scope: float
    # An intent that is less probable is none.
    confidence: float = 0.25
    # Two intents nearer to each other than this are none.
    ambiguity: float = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Weights per feature and intent."""

    # One row per feature: the few that a sentence has lie together in memory.
    weights: Floats
    # One number per intent.
    intercepts: Floats
    # The middle of each intent's examples, of length one; a column per intent.
    middles: npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that was learnt."""

    # Names of the intents, in the order of all columns.
    intents: tuple[str, ...]
    # The intent whose examples are out of scope; empty for none.
    outside: str
    words: Words
    features: Features
    linear: Linear
    # What scores are divided by to become probabilities.
    temperature: float
    rejector: Rejector
    limits: Limits

    def guess(self, text: str, without: Collection[str] = ()) -> Guess:
        """Return what ``text`` is about. Total: any text has an answer.

        Intents of ``without`` are left out, as if nobody had ever named them.
        """
        sentence = self.features.of(self.words.of(text))
        scores = self.scores(sentence)
        if without:
            scores[[name in without for name in self.intents]] = -np.inf
        chances = softmax(scores / self.temperature)
        stranger = self.intents.index(self.outside) if self.outside else None
        best = best_inside(scores, stranger)
        likeness = self.likeness(sentence, best)
        in_scope = 0.0
        if len(sentence.places):
            found = signs(sentence, scores, chances, likeness, stranger)
            in_scope = self.rejector.share(found)
        shares = chances * np.float32(in_scope)
        if stranger is not None:
            # Out of scope is a claim too: words that nobody ever wrote are no reason for it.
            shares[stranger] = chances[stranger] * sentence.known
        order = np.argsort(-shares, kind="stable")
        names = self.intents
        ranked = tuple(zip([names[i] for i in order], shares[order].tolist(), strict=True))
        return self._decided(ranked, in_scope)

    def _decided(self, ranked: tuple[tuple[str, float], ...], in_scope: float) -> Guess:
        name, confidence = ranked[0]
        limits = self.limits
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        refused = (
            (name != self.outside and in_scope < limits.in_scope)
            or confidence < limits.confidence
            or confidence - second < limits.ambiguity
        )
        return Guess(
            intent=None if refused else name,
            confidence=1 - confidence if refused else confidence,
            ranking=ranked,
            in_scope=in_scope,
        )

    def scores(self, sentence: Sentence) -> Floats:
        """Return one score per intent; about 0 is undecided."""
        linear = self.linear
        return sentence.values @ linear.weights[sentence.places] + linear.intercepts

    def likeness(self, sentence: Sentence, intent: int) -> float:
        """Return the cosine between a sentence and the middle of an intent's examples."""
        length = float(np.sqrt(sentence.values @ sentence.values))
        if not length:
            return 0.0
        return float(sentence.values @ self.linear.middles[sentence.places, intent]) / length


class Guesser(Protocol):
    """Whoever says what a text is about: a model, or one that is remembered."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents that there are."""
        ...

    def guess(self, text: str, without: Collection[str] = ()) -> Guess:
        """Return what ``text`` is about; see :meth:`Model.guess`."""
        ...


class Remembered:
    """A model that is asked the same several times, about one message and its parts.

    Made for one message: what people write is not kept any longer.
    """

    def __init__(self, model: Guesser) -> None:
        self.intents = model.intents
        self._model = model
        self._guesses: dict[tuple[str, frozenset[str]], Guess] = {}

    def guess(self, text: str, without: Collection[str] = ()) -> Guess:
        """Return what ``text`` is about; see :meth:`Model.guess`."""
        asked = (text, frozenset(without))
        if asked not in self._guesses:
            self._guesses[asked] = self._model.guess(text, without)
        return self._guesses[asked]


def softmax(scores: Floats) -> Floats:
    """Return ``scores`` as shares of one."""
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares
