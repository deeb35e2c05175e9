"""The day that a person named, when it is one day beyond doubt.

>>> monday = date(2026, 3, 2)
>>> find_day("dimanche prochain", monday)
datetime.date(2026, 3, 8)
>>> find_day("après-demain", monday)
datetime.date(2026, 3, 4)
>>> find_day("ce week-end", monday) is None
True

A wrong day is worse than the whole week: two days, a word that is not known here or a date that
does not exist give None. The time of day is left aside; whoever asks about "samedi soir" is told
about Saturday.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from difflib import get_close_matches

from engine.flows.values import fold

#: Days from Monday, in French and in Wolof, as folded: without accents, in small letters.
_WEEKDAYS = {
    "lundi": 0,
    "altine": 0,
    "mardi": 1,
    "talaata": 1,
    "mercredi": 2,
    "allarba": 2,
    "jeudi": 3,
    "alxames": 3,
    "vendredi": 4,
    "ajjuma": 4,
    "samedi": 5,
    "aseer": 5,
    "gaawu": 5,
    "dimanche": 6,
    "dibeer": 6,
}
#: Days from today.
_RELATIVE = {
    "aujourd hui": 0,
    "aujourdhui": 0,
    "ajd": 0,
    "auj": 0,
    "tay": 0,
    "apres demain": 2,
    "apres 2main": 2,
    "demain": 1,
    "2main": 1,
    "dmain": 1,
    "suba": 1,
    "elleg": 1,
    "ce jour": 0,
    "ce matin": 0,
    "ce midi": 0,
    "cet apres midi": 0,
    "cette apres midi": 0,
    "ce soir": 0,
}
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
#: Words that change nothing about which day is meant.
_FILLERS = frozenset(
    {
        *("le", "la", "les", "l", "ce", "cet", "cette", "du", "de", "des", "d", "a", "au", "aux"),
        *("en", "et", "pour", "dans", "qui", "vient", "prochain", "prochaine"),
        *("jour", "journee", "messe", "fete"),
        *("matin", "matinee", "midi", "apres", "soir", "soiree"),
    }
)
_NEXT = frozenset(("prochain", "prochaine", "vient"))
#: Spelling mistakes are forgiven from this likeness on, between 0 and 1: "samdi", "mardy".
_LIKENESS = 0.79

_NUMBERED = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>\d{{4}}))?"
)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{2,4}))?\b")


def find_day(text: str, today: date, feasts: Sequence[tuple[str, date]] = ()) -> date | None:
    """Return the one day, today or later, that ``text`` names; None when in doubt.

    ``feasts`` are names with their dates, in order: the first that is not past counts.
    """
    folded = fold(text)
    feast = _feast(folded, today, feasts)
    if feast is not None:
        return feast
    figures = _FIGURES.search(text)
    if figures:
        return _dated(text, figures, int(figures["month"]), today)
    numbered = _NUMBERED.search(folded)
    if numbered:
        return _dated(folded, numbered, _MONTHS.index(numbered["month"]) + 1, today)
    return _spoken_day(folded, today)


def _feast(folded: str, today: date, feasts: Sequence[tuple[str, date]]) -> date | None:
    asked = _without_fillers(folded)
    for name, day in feasts:
        if asked and day >= today and asked == _without_fillers(fold(name)):
            return day
    return None


def _dated(text: str, found: re.Match[str], month: int, today: date) -> date | None:
    """Read "mardi 3 mars": the weekday, when it is said, must be that of the date."""
    rest = _without_fillers(fold(text[: found.start()] + " " + text[found.end() :]))
    day = _calendar_day(found, month, today)
    if day is None or (rest and [_weekday(word) for word in rest] != [day.weekday()]):
        return None
    return day


def _calendar_day(found: re.Match[str], month: int, today: date) -> date | None:
    written = found["year"]
    try:
        if written:
            year = int(written) + (2000 if len(written) == 2 else 0)
            day = date(year, month, int(found["day"]))
            return day if day >= today else None
        day = date(today.year, month, int(found["day"]))
        return day if day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None


def _spoken_day(folded: str, today: date) -> date | None:
    """Read a weekday or a word such as "demain"; one only."""
    days: set[date] = set()
    rest = f" {folded} "
    # Longest first: "apres demain" before "demain", "cet apres midi" before "apres midi".
    for words in sorted(_RELATIVE, key=len, reverse=True):
        if f" {words} " in rest:
            rest = rest.replace(f" {words} ", " ")
            days.add(today + timedelta(days=_RELATIVE[words]))
    later = not _NEXT.isdisjoint(rest.split())
    for word in _without_fillers(rest):
        weekday = _weekday(word)
        if weekday is None:
            return None
        days.add(_coming(weekday, today, later=later))
    return days.pop() if len(days) == 1 else None


def _coming(weekday: int, today: date, *, later: bool) -> date:
    """Return the nearest such day; today counts, unless a ``later`` one is asked for."""
    distance = (weekday - today.weekday()) % 7
    return today + timedelta(days=distance or (7 if later else 0))


def _weekday(word: str) -> int | None:
    near = get_close_matches(word, _WEEKDAYS, n=1, cutoff=_LIKENESS)
    return _WEEKDAYS[near[0]] if near else None


def _without_fillers(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in _FILLERS]
