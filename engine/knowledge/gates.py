"""Whether to answer, to propose a few questions, or to say that one does not know.

>>> Gates().band([])
<Band.NONE: 'none'>

Two questions, one logistic each: *is the first hit right?* and *is this about us at all?* Their
signals do not depend on the other hits, but for the lead. In a short question every word counts:
when one of them stands in no way to ask for the hit, it may well be what the question is about
("l'église ouvre quand ?" is not the school). The weights were fitted on half of the questions held
out of the demonstration parish (``benchmarks/retrieval.py --fit``); a tenant may set its own
thresholds in ``recherche.yml``.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.knowledge.records import Hit


class Band(enum.StrEnum):
    """What a search allows to say."""

    SURE = "sure"  # the first hit is the answer
    POSSIBLE = "possible"  # one of the first hits may be meant
    NONE = "none"  # nothing here answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One logistic."""

    bias: float
    likeness: float
    coverage: float
    # Distance between the scores of the first two hits.
    lead: float
    known: float
    # A short question has a word that nobody asks for this hit with.
    aside: float = 0.0


RIGHT: Final = Weights(bias=-5.0, likeness=3.4, coverage=5.7, lead=1.8, known=0.0, aside=-1.0)
OURS: Final = Weights(bias=-5.0, likeness=3.9, coverage=2.7, lead=0.0, known=4.3)


#: Words of a question that is short: none of them is there for the sentence only.
SHORT: Final = 3
#: Lead from which a single word points at one answer alone.
ALONE: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """Thresholds, each from 0 to 1."""

    # Chance that the first hit is right, from which it is given as the answer.
    sure: float = 0.65
    # Chance that the question is about us, from which the first hits are proposed.
    possible: float = 0.5

    def band(self, hits: Sequence[Hit]) -> Band:
        """Return what ``hits``, best first, allow to say."""
        if not hits:
            return Band.NONE
        if hits[0].asked == 1:
            return self._band_of_word(hits)
        if chance(hits, RIGHT) >= self.sure:
            return Band.SURE
        return Band.POSSIBLE if chance(hits, OURS) >= self.possible else Band.NONE

    def _band_of_word(self, hits: Sequence[Hit]) -> Band:
        """Judge a single word: "cantine" asks for one answer, "baptême" only names a subject."""
        likeness, _, lead, *_ = signals(hits)
        alone = lead >= ALONE
        if alone and likeness and chance(hits, RIGHT) >= self.sure:
            return Band.SURE
        # A word that nobody asks with, "Awa", says something only where it stands alone.
        says_something = (alone or likeness > 0) and chance(hits, OURS) >= self.possible
        return Band.POSSIBLE if says_something else Band.NONE


def signals(hits: Sequence[Hit]) -> tuple[float, float, float, float, float]:
    """Return likeness, coverage, lead, known and aside of the first hit."""
    first = hits[0]
    lead = first.score - (hits[1].score if len(hits) > 1 else 0.0)
    aside = float(first.asked <= SHORT and first.headed < 1)
    return first.likeness, first.coverage, lead, first.known, aside


def chance(hits: Sequence[Hit], weights: Weights) -> float:
    """Return the logistic of the first hit's signals, from 0 to 1."""
    likeness, coverage, lead, known, aside = signals(hits)
    logit = (
        weights.bias
        + weights.likeness * likeness
        + weights.coverage * coverage
        + weights.lead * lead
        + weights.known * known
        + weights.aside * aside
    )
    return 1 / (1 + math.exp(-logit))
