"""Words that several answers share: parts of the day, hours, days about which nothing can be said.

>>> say_part((time(17), time(22))), say_part((time(15), time(17)))
('le soir', 'entre 15h et 17h')
>>> say_hours((Interval(opens=time(9), closes=time(12, 30)),))
'de 9h à 12h30'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Final

from actions.answer import Answer
from actions.information.asked_days import AskedDays, Trouble
from engine.french.moments.records import FIRST_MINUTE, LAST_MINUTE
from engine.french.speech import join, say_date, say_day, say_time
from engine.tenants.timetable import Interval

_PARTS: Final = {
    (time(6), time(12)): "le matin",
    (time(12), time(18)): "l’après-midi",
    (time(17), time(22)): "le soir",
}
_TROUBLES: Final = {
    Trouble.PAST: "utter_jour_passe",
    Trouble.NO_SUCH_DAY: "utter_jour_inexistant",
    Trouble.OTHER_WEEKDAY: "utter_jour_autre_semaine",
    Trouble.TOO_FAR: "utter_jour_trop_loin",
}


def say_part(hours: tuple[time, time] | None) -> str:
    """Return a part of the day as it follows the day: ``le soir``; empty for the whole day."""
    if hours is None:
        return ""
    first, last = hours
    if hours in _PARTS:
        return _PARTS[hours]
    if last == LAST_MINUTE:
        return f"après {say_time(first)}"
    if first == FIRST_MINUTE:
        return f"avant {say_time(last)}"
    return f"entre {say_time(first)} et {say_time(last)}"


def say_hours(hours: Iterable[Interval]) -> str:
    """Return openings in one line; empty for none."""
    return join([f"de {say_time(i.opens)} à {say_time(i.closes)}" for i in hours])


def after_comma(text: str) -> str:
    """Return ``, text``, or nothing when there is nothing to add."""
    return f", {text}" if text else ""


def bulleted(lines: Iterable[str]) -> str:
    """Return one point per line."""
    return "\n".join(f"• {line}" for line in lines)


def answer_trouble(asked: AskedDays, today: date, instead: str) -> Answer | None:
    """Say what is wrong with the day that was named; None when nothing is.

    ``instead`` is what the button for all days says: ``/horaires_messe``.
    """
    if asked.trouble is None:
        return None
    day = asked.troubled
    said = ""
    if day is not None:
        exact = asked.trouble is not Trouble.PAST
        said = say_date(day) if exact else say_day(day, today)
    values = {"jour_lu": said or "ce jour", "tout_voir": instead}
    return Answer(response=_TROUBLES[asked.trouble], values=values)
