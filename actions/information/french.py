"""Days, hours and lists in French, as people say them.

>>> say_time(time(18, 30)), say_time(time(9))
('18h30', '9h')
>>> say_day(date(2026, 12, 25), date(2026, 12, 1))
'vendredi 25 décembre'
>>> join(["à 9h", "à 10h", "à 12h"])
'à 9h, à 10h et à 12h'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
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
        number = "1er" if day.day == 1 else str(day.day)
        said = f"{WEEKDAYS[day.weekday()]} {number} {_MONTHS[day.month - 1]}"
        if abs(distance) > 300:
            said += f" {day.year}"
    return f"{said} ({name})" if name else said


def say_moment(moment: datetime, now: datetime) -> str:
    """Return ``demain à 9h``; both moments on the clocks of the place."""
    return f"{say_day(moment.date(), now.date())} à {say_time(moment.time())}"


def say_weekdays(days: Sequence[int]) -> str:
    """Return days of the week, from 0 for Monday, in order: ``du mardi au jeudi``.

    >>> say_weekdays([1, 2, 3]), say_weekdays([0, 6]), say_weekdays([5])
    ('du mardi au jeudi', 'lundi et dimanche', 'samedi')
    """
    names = [WEEKDAYS[day] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"du {names[0]} au {names[-1]}"
    return join(names)


def join(parts: Sequence[str]) -> str:
    """Return ``a, b et c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"
