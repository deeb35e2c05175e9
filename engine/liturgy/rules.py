"""The rules by which feasts fall, and the date of Easter on which most of them hang.

>>> easter(2027), advent(2026)
(datetime.date(2027, 3, 28), datetime.date(2026, 11, 29))
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

_SUNDAY = 6
_WEEK = 7

#: From a year to a day of it.
Rule = Callable[[int], date]


def easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, centuries = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    fours, years = divmod(rest, 4)
    weekday = (32 + 2 * centuries + 2 * fours - epact - years) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def fixed(month: int, day: int) -> Rule:
    """Return the rule of a feast that never moves."""
    return lambda year: date(year, month, day)


def after_easter(days: int) -> Rule:
    """Return the rule of a feast so many days after Easter, or before it."""
    return lambda year: easter(year) + timedelta(days=days)


def epiphany(year: int) -> date:
    """Return the Sunday from 2 to 8 January."""
    return _on_or_after(date(year, 1, 2), _SUNDAY)


def advent(year: int) -> date:
    """Return the first Sunday of Advent."""
    return _on_or_after(date(year, 11, 27), _SUNDAY)


def christ_the_king(year: int) -> date:
    """Return the last Sunday before Advent."""
    return advent(year) - timedelta(days=_WEEK)


def joseph(year: int) -> date:
    """Return 19 March; not on a Sunday of Lent, nor in Holy Week."""
    day = date(year, 3, 19)
    if palms(year) <= day <= easter(year):
        return palms(year) - timedelta(days=1)
    return _after_sunday(day)


def annunciation(year: int) -> date:
    """Return 25 March; not on a Sunday of Lent, nor from Palm Sunday to the octave of Easter."""
    day, octave = date(year, 3, 25), easter(year) + timedelta(days=_WEEK)
    if palms(year) <= day <= octave:
        return octave + timedelta(days=1)
    return _after_sunday(day)


def immaculate(year: int) -> date:
    """Return 8 December; not on a Sunday of Advent."""
    return _after_sunday(date(year, 12, 8))


def palms(year: int) -> date:
    """Return the Sunday before Easter."""
    return easter(year) - timedelta(days=_WEEK)


def _after_sunday(day: date) -> date:
    return day + timedelta(days=day.weekday() == _SUNDAY)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % _WEEK)
