"""Days, hours, durations and lists in French, as people say them.

>>> say_time(time(18, 30)), say_time(time(9))
('18h30', '9h')
>>> say_day(date(2026, 12, 25), date(2026, 12, 1))
'vendredi 25 décembre'
>>> say_in_full(datetime(2026, 11, 24, 15))
'mardi 24 novembre 2026 à 15 h'
>>> say_wish(Moment.parse("2026-11-26|2026-11-27T15:00"), date(2026, 11, 24))
'jeudi 26 novembre ou vendredi 27 novembre à 15h'
>>> join(["à 9h", "à 10h", "à 12h"])
'à 9h, à 10h et à 12h'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from engine.french.moments.records import (
    FIRST_MINUTE,
    LAST_MINUTE,
    NO_LAST_DAY,
    Moment,
)

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
TODAY = "aujourd’hui"
TOMORROW = "demain"


def say_time(moment: time) -> str:
    """Return ``18h30``, or ``9h`` on the hour."""
    return f"{moment.hour}h{moment.minute:02}" if moment.minute else f"{moment.hour}h"


def say_day(day: date, today: date, name: str = "") -> str:
    """Return ``aujourd’hui``, ``demain`` or ``mardi 1er décembre``, with the ``name`` of the day.

    The year is said when it is neither this one nor near: a day of more than ten months ahead.

    >>> say_day(date(2026, 12, 25), date(2026, 12, 1), "Noël")
    'vendredi 25 décembre (Noël)'
    """
    distance = (day - today).days
    if distance in (0, 1):
        said = TOMORROW if distance else TODAY
    else:
        said = say_date(day) if abs(distance) > 300 else _without_year(day)
    return f"{said} ({name})" if name else said


def say_date(day: date) -> str:
    """Return the whole date, which leaves no doubt: ``mardi 1er décembre 2026``."""
    return f"{_without_year(day)} {day.year}"


def _without_year(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


def say_moment(moment: datetime, now: datetime) -> str:
    """Return ``demain à 9h``; both moments on the clocks of the place."""
    return f"{say_day(moment.date(), now.date())} à {say_time(moment.time())}"


def say_in_full(moment: datetime) -> str:
    """Return what is said before something is booked: ``mardi 24 novembre 2026 à 15 h 30``.

    ``moment`` is on the clocks of the place.
    """
    minutes = f" {moment.minute:02}" if moment.minute else ""
    return f"{say_date(moment.date())} à {moment.hour} h{minutes}"


def say_briefly(moment: datetime) -> str:
    """Return what fits on a button: ``mar. 24 nov. 15h00``.

    >>> say_briefly(datetime(2026, 5, 5, 9)), say_briefly(datetime(2026, 7, 1, 9, 30))
    ('mar. 5 mai 9h00', 'mer. 1 juil. 9h30')
    """
    month = _SHORT_MONTHS[moment.month - 1]
    weekday = WEEKDAYS[moment.weekday()][:3]
    return f"{weekday}. {moment.day} {month} {moment.hour}h{moment.minute:02}"


def say_duration(length: timedelta) -> str:
    """Return ``30 minutes``, ``1 heure 30``, ``2 jours``; a part of a minute is left aside.

    >>> [say_duration(timedelta(minutes=minutes)) for minutes in (1, 60, 150, 1440 * 7)]
    ['1 minute', '1 heure', '2 heures 30', '7 jours']
    """
    minutes = int(length.total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [_count(days, "jour")] if days else []
    if hours:
        parts.append(_count(hours, "heure") + (f" {minutes:02}" if minutes else ""))
    elif minutes or not days:
        parts.append(_count(minutes, "minute"))
    return join(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}s" if number > 1 else f"{number} {what}"


def say_weekdays(days: Sequence[int]) -> str:
    """Return days of the week, from 0 for Monday, in order: ``du mardi au jeudi``.

    >>> say_weekdays([1, 2, 3]), say_weekdays([0, 6]), say_weekdays([5])
    ('du mardi au jeudi', 'lundi et dimanche', 'samedi')
    """
    names = [WEEKDAYS[day] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"du {names[0]} au {names[-1]}"
    return join(names)


def join(parts: Sequence[str], last: str = "et") -> str:
    """Return ``a, b et c``.

    >>> join(["jeudi", "samedi"], "ou")
    'jeudi ou samedi'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


# -- moments as they were read --------------------------------------------------------------------


def say_wish(wish: Moment | None, today: date) -> str:
    """Return a moment that was read, with all its readings; an empty text for none.

    >>> said = "2026-11-25T15:00/17:00", "2026-11-30/2026-12-06", "T16:00/23:59"
    >>> [say_wish(Moment.parse(notation), date(2026, 11, 24)) for notation in said]
    ['demain entre 15h et 17h', 'du lundi 30 novembre au dimanche 6 décembre', 'après 16h']
    """
    if wish is None:
        return ""
    return join([_say_reading(reading, today) for reading in wish.readings], "ou")


def _say_reading(moment: Moment, today: date) -> str:
    if moment.length is not None:
        return say_duration(moment.length)
    return " ".join(filter(None, (_say_days(moment, today), _say_hours(moment))))


def _say_days(moment: Moment, today: date) -> str:
    if moment.day is None:
        return ""
    first = say_day(moment.day, today)
    if moment.day_until is None:
        return first
    if moment.day_until == NO_LAST_DAY:
        return f"à partir {_of(first)}"
    return f"{_of(first)} {_up_to(say_day(moment.day_until, today))}"


def _of(day: str) -> str:
    if day == TODAY:
        return f"d’{day}"
    return f"de {day}" if day == TOMORROW else f"du {day}"


def _up_to(day: str) -> str:
    return f"à {day}" if day in (TODAY, TOMORROW) else f"au {day}"


def _say_hours(moment: Moment) -> str:
    if moment.at is None:
        return ""
    if moment.at_until is None:
        return f"à {say_time(moment.at)}"
    if moment.at_until == LAST_MINUTE:
        return f"après {say_time(moment.at)}"
    if moment.at == FIRST_MINUTE:
        return f"avant {say_time(moment.at_until)}"
    return f"entre {say_time(moment.at)} et {say_time(moment.at_until)}"
