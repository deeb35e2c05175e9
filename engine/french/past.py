"""What is told as past, and the day that is meant then.

>>> tells_past("mon fils n'est pas venu samedi"), tells_past("mon fils ne vient pas samedi")
(True, False)
>>> saturdays = Moment.parse("2026-11-28|2026-12-05")
>>> look_back(saturdays, "samedi", date(2026, 11, 28)).notation
'2026-11-21!past|2026-11-28'

A day of the week without more is the next one, but in a sentence about the past: "il n'est pas venu
samedi". Only who asks about the past takes it so: "mon rendez-vous de mardi a été confirmé ?".
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from engine.french.folding import fold
from engine.french.moments import Kind, Moment, Problem, one_of
from engine.french.speech import WEEKDAYS

_APOSTROPHES = re.compile(r"['’]")
_WEEK = timedelta(days=7)
_BETWEEN = r"(?:(?:pas|plus|jamais|deja|bien|aussi|encore|malheureusement|tout)\s+)*"
#: "il a manqué", "elle n'a pas pu venir"; "il a de la fièvre" is present.
_HAVING = (
    rf"\b(?:ai|as|a|avons|avez|ont)\s+{_BETWEEN}"
    r"(?:[a-z]*é(?:e?s?)|(?:manque|rate|loupe|seche|ete|assiste|oublie)e?s?|[a-z]*[ptvrlns]?u|mis|pris)\b"
)
#: With "être" these only: "il est malade", "elle est inscrite" are as things stand.
_BEING = (
    rf"\b(?:suis|es|est|sommes|etes|sont)\s+{_BETWEEN}"
    r"(?:venu|alle|reste|parti|passe|sorti|entre|arrive)e?s?\b"
)
_IMPERFECT = r"\b(?:et|av|pouv|ven|all)(?:ais|ait|aient|ions|iez)\b"
_PAST = re.compile(rf"{_HAVING}|{_BEING}|{_IMPERFECT}")
#: What is still to come, or holds now: then the day is to come too.
_TO_COME = re.compile(
    r"\b[a-z]*[eaiudr]r(?:a|ai|as|ons|ez|ont)\b"
    r"|\b(?:va|vais|vont|allons)\s+(?:pas\s+)?[a-z]+(?:er|ir|re)\b"
    r"|\b(?:vient|viens|viennent|peut|peuvent)\s+(?:pas|plus)\b|\bdemain\b|\bprochaine?\b"
)


def tells_past(text: str) -> bool:
    """Tell whether ``text`` tells of something that is over, and of nothing to come."""
    plain = _APOSTROPHES.sub(" ", fold(text)[0])
    accented = _APOSTROPHES.sub(" ", text.lower())
    past = _PAST.search(plain) or _PAST.search(accented)
    return past is not None and _TO_COME.search(plain) is None


def look_back(moment: Moment, words: str, today: date) -> Moment:
    """Return what ``words``, which were read as ``moment``, mean in a sentence about the past.

    A day of the week is the last one; today stays, nobody knows yet whether it is over.
    """
    days = [reading.day for reading in moment.readings if reading.kind is Kind.DAY]
    first = min((day for day in days if day is not None), default=None)
    named = any(name in fold(words)[0] for name in WEEKDAYS)
    coming = first is not None and today <= first < today + _WEEK
    if first is None or not (named and coming) or len(days) != len(moment.readings):
        return moment
    readings = [Moment(day=first - _WEEK, problem=Problem.PAST)]
    if first == today:
        readings.append(Moment(day=today))
    return one_of(readings, start=moment.start, end=moment.end)
