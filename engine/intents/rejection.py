"""Whether a message is about any intent at all: learnt from what was left out.

::

    found = signs(sentence, scores, chances, likeness=0.4, outside=None)
    Rejector(weights=DEFAULT.weights, bias=0.0).share(found)      # 0.0 … 1.0

Nobody can write examples of everything that an assistant is not for. So, while it learns, whole
intents are left out in turn and play the strangers; what tells them from the others (a weak best
score, little margin, unknown words …) is weighed by a logistic regression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.intents.features import Floats, Sentence

#: What a decision is taken on, in the order of :func:`signs`.
SIGNS = (
    "score of the best",
    "margin to the second",
    "likeness to the examples of the best",
    "chance of the best",
    "scatter of the chances",
    "share of known words",
    "unknown words",
    "words",
    "margin to the examples of what is out of scope",
)
#: Margins count up to here; what is farther away is just far.
_FAR = 3.0
_SURE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejector:
    """A weighted sum of signs, as a probability."""

    # One number per sign.
    weights: tuple[float, ...]
    # What holds without any sign.
    bias: float

    def share(self, found: list[float]) -> float:
        """Return the probability that a message with these signs is for one of the intents."""
        total = self.bias + sum(w * sign for w, sign in zip(self.weights, found, strict=True))
        return 1 / (1 + math.exp(-max(-_SURE, min(_SURE, total))))


#: For too few examples to learn from: what sixty intents with ten examples each taught, rounded.
DEFAULT = Rejector(weights=(0.8, 0.0, 3.0, 0.0, -0.1, 0.7, -0.4, 0.5, 0.7), bias=-1.2)


def best_inside(scores: Floats, outside: int | None) -> int:
    """Return the place of the best score, ``outside`` left aside unless it is alone."""
    if outside is None or len(scores) < 2:
        return int(scores.argmax())
    inside = scores.copy()
    inside[outside] = -np.inf
    return int(inside.argmax())


def signs(
    sentence: Sentence, scores: Floats, chances: Floats, likeness: float, outside: int | None
) -> list[float]:
    """Return the signs of a sentence.

    ``scores`` and ``chances`` hold one number per intent, ``likeness`` is the cosine to the middle
    of the best one's examples, ``outside`` the place of the intent for what is out of scope.
    """
    best = best_inside(scores, outside)
    first = float(scores[best])
    others = [score for place, score in enumerate(scores.tolist()) if place not in (best, outside)]
    second = max(others, default=-1.0)
    stranger = first - float(scores[outside]) if outside is not None else 0.0
    chance = min(max(float(chances[best]), 1e-6), 1 - 1e-6)
    return [
        first,
        min(first - second, _FAR),
        likeness,
        math.log(chance / (1 - chance)),
        -float(chances @ np.log(chances + 1e-9)),
        sentence.known,
        math.log1p(sentence.unknown),
        math.log1p(sentence.words),
        max(-_FAR, min(_FAR, stranger)),
    ]
