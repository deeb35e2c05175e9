"""Moments of appointments in French: whole, for a promise, and short, for a row of a list.

>>> say_whole(datetime(2026, 11, 24, 15)).replace("\\u00a0", " ")
'mardi 24 novembre 2026 à 15 h'
>>> say_row(datetime(2026, 12, 1, 9, 30))
'mar. 1er déc. 9h30'
>>> say_wish(Wish(first=date(2026, 11, 24), last=date(2026, 11, 26)))
'du mardi 24 au jeudi 26 novembre 2026'

A promise always names weekday, day and year: whoever reads it days later must not have to reckon.
"""

from __future__ import annotations

from datetime import date, datetime, time

from engine.appointments.wishes import Wish

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
# Keeps number and unit on one line.
_NBSP = "\u00a0"


def say_date(day: date, *, year: bool = True) -> str:
    """Return ``mardi 24 novembre 2026``.

    >>> say_date(date(2026, 12, 1), year=False)
    'mardi 1er décembre'
    """
    said = f"{_WEEKDAYS[day.weekday()]} {_number(day)} {_MONTHS[day.month - 1]}"
    return f"{said} {day.year}" if year else said


def say_hour(clock: time) -> str:
    """Return ``15 h`` or ``15 h 30``, its parts kept together."""
    minutes = f"{_NBSP}{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour}{_NBSP}h{minutes}"


def say_whole(moment: datetime) -> str:
    """Return ``mardi 24 novembre 2026 à 15 h``; ``moment`` is on the clocks of the place."""
    return f"{say_date(moment.date())} à {say_hour(moment.time())}"


def say_row(moment: datetime) -> str:
    """Return ``mar. 24 nov. 15h00``, 20 characters at most: what a button can show."""
    minutes = f"{moment.minute:02}"
    month = _SHORT_MONTHS[moment.month - 1]
    return f"{_WEEKDAYS[moment.weekday()][:3]}. {_number(moment)} {month} {moment.hour}h{minutes}"


def say_wish(wish: Wish) -> str:
    """Return the days of a wish, ``mardi 24 novembre 2026``; empty when it names none."""
    if wish.first is None:
        return ""
    last = wish.last or wish.first
    if last == wish.first:
        return say_date(wish.first)
    if last.year == date.max.year:
        return f"à partir du {say_date(wish.first)}"
    same_month = (last.year, last.month) == (wish.first.year, wish.first.month)
    begins = f"{_WEEKDAYS[wish.first.weekday()]} {_number(wish.first)}"
    return f"du {begins if same_month else say_date(wish.first)} au {say_date(last)}"


def say_doubt(wish: Wish) -> str:
    """Return one of several things that a person may have meant: a day, an hour, or both."""
    hour = "" if wish.begins is None else f"à {say_hour(wish.begins)}"
    return f"{say_wish(wish)} {hour}".strip()


def say_list(parts: list[str]) -> str:
    """Return ``a, b ou c``.

    >>> say_list(["lundi", "mardi"])
    'lundi ou mardi'
    """
    return " ou ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
