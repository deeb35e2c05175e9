"""What is to be different about a moment that was settled: later, another day, not the morning.

>>> from datetime import UTC, datetime
>>> tuesday = datetime(2026, 11, 24, 10, tzinfo=UTC)
>>> [shift.notation for shift in read_shifts("et si c'était un peu plus tard ?", tuesday)]
['plus_tard']
>>> [shift.notation for shift in read_shifts("mercredi, mais pas le matin", tuesday)]
['sauf:T06:00/12:00']
>>> [shift.notation for shift in read_shifts("je me suis trompé de jour", tuesday)]
['autre_jour']

The words only say how; from what, knows who settled the moment.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.french.folding import fold, original_span
from engine.french.moments import Kind, read_moments
from engine.french.moments.spellings import WEEKDAYS

#: Begins the notation of what is not wanted; a moment, or ``jour`` and the number of a weekday.
EXCEPT = "sauf:"
WEEKDAY = "jour"


class Way(enum.StrEnum):
    """How another moment lies to the one that was settled."""

    LATER = "plus_tard"
    EARLIER = "plus_tot"
    NEXT_DAY = "lendemain"
    DAY_BEFORE = "veille"
    NEXT_WEEK = "semaine_suivante"
    OTHER_DAY = "autre_jour"
    OTHER_HOUR = "autre_heure"
    # Day or hour, which was not said.
    OTHER = "autre_moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One difference, and where it stands in the text."""

    # A way, or "sauf:" and what is not wanted.
    notation: str
    start: int
    end: int


#: Says of a thing that it shall be another one, or is the wrong one.
_CHANGE = (
    r"(?:autres?|(?:pas (?:la bonne|le bon|la|le|cette|ce)|mauvaise?)"
    r"|tromp\w*(?: de| d['’]| sur)?(?: la| le| l['’])?|erreur (?:de|d['’]|sur)(?: la| le| l['’])?"
    r"|(?:chang|modifi|decal)\w+(?: de| d['’])?(?: la| le| l['’])?)"
)
_DAY, _HOUR, _ANY = r"(?:jours?|dates?)", r"heures?", r"(?:horaires?|creneaux?|moments?)"
_RULES = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (
            r"\b(?:une )?semaine (?:d['’]apres|suivante|plus tard)\b|\bautre semaine\b",
            Way.NEXT_WEEK,
        ),
        (r"\blendemain\b(?! d[eu])|\bjour (?:d['’]apres|suivant)\b", Way.NEXT_DAY),
        (r"\bveille\b(?! d[eu'’])|\bjour (?:d['’]avant|precedent)\b", Way.DAY_BEFORE),
        (r"(?<!le )(?<!au )\bplus tard\b|\btrop tot\b", Way.LATER),
        (r"(?<!le )(?<!au )\bplus tot\b(?! possible)|\btrop tard\b", Way.EARLIER),
        (rf"\b{_CHANGE} ?{_DAY}\b|^\W*(?:la|le) {_DAY}\W*$", Way.OTHER_DAY),
        (rf"\b{_CHANGE} ?{_HOUR}\b|^\W*l['’]{_HOUR}\W*$", Way.OTHER_HOUR),
        (rf"\b{_CHANGE} ?{_ANY}\b|^\W*(?:l['’]|le ){_ANY}\W*$", Way.OTHER),
    )
)
_NOT = re.compile(r"\b(?:pas|sauf|jamais|ni|hors)(?: (?:possible|libre|dispo\w*))? ")
#: Between the negation and the moment.
_ARTICLE = re.compile(r"(?:(?:le|la|les|de|du|des|en|a|ce|cette|un) |l['’] ?)*")
_BOUND = re.compile(r"(?:avant|apres)\b(?![- ]midi)")
#: The end of what a negation is about.
_TURN = re.compile(r"[,;.!?]| (?:plutot|mais|sinon|et|ou)\b|$")


def read_shifts(
    text: str, now: datetime, *, days: Sequence[tuple[str, date]] = ()
) -> tuple[Shift, ...]:
    """Return how ``text`` wants a moment to be different, in its order; ``now`` is aware."""
    folded, offsets = fold(text)
    found = [*_ways(folded), *_exceptions(folded, now, days)]
    return tuple(
        Shift(notation=notation, start=a, end=b)
        for notation, start, end in sorted(found, key=lambda item: item[1])
        for a, b in [original_span(offsets, start, end)]
    )


def _ways(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the way that ``folded`` names: one at most, the closest words first."""
    for rule, way in _RULES:
        found = rule.search(folded)
        if found is not None:
            yield way.value, found.start(), found.end()
            return


def _exceptions(
    folded: str, now: datetime, days: Sequence[tuple[str, date]]
) -> Iterator[tuple[str, int, int]]:
    """Yield the moments that a negation stands before: "pas le matin", "sauf lundi"."""
    for negation in _NOT.finditer(folded):
        article = _ARTICLE.match(folded, negation.end())
        begin = article.end() if article else negation.end()
        if _BOUND.match(folded, begin):
            continue  # a bound, which the grammar of moments reads itself: "pas avant 16h"
        turn = _TURN.search(folded, begin)
        refused = folded[begin : turn.start() if turn else None]
        moment = next(iter(read_moments(refused, now, days=days)), None)
        if moment is None or moment.start > 0 or moment.kind is Kind.DURATION:
            continue
        said = refused[: moment.end]
        # "Pas mardi" speaks of every Tuesday.
        told = f"{WEEKDAY}{WEEKDAYS.index(said)}" if said in WEEKDAYS else moment.notation
        yield f"{EXCEPT}{told}", negation.start(), begin + moment.end
