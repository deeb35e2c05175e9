"""The day that a person named, when it is one day beyond doubt.

>>> from datetime import UTC
>>> monday = datetime(2026, 3, 2, 10, tzinfo=UTC)
>>> find_day("dimanche prochain", monday)
datetime.date(2026, 3, 8)
>>> find_day("2026-03-04T15:00", monday)
datetime.date(2026, 3, 4)
>>> find_day("ce week-end", monday) is None
True

For whoever answers about one day, or else about all: a wrong day is worse than the whole week. The
hour is left aside; whoever asks about "samedi soir" is told about Saturday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from engine.french.moments.reading import read_moments
from engine.french.moments.records import Kind, Moment, Problem

_WEEK = timedelta(days=7)


def find_day(text: str, now: datetime, days: Sequence[tuple[str, date]] = ()) -> date | None:
    """Return the one day, today or later, that ``text`` names; None when in doubt.

    Args:
        text: what a person said, or the notation of a moment.
        now: aware, on the clocks of the place.
        days: named days, as in :func:`engine.french.moments.read_moments`.
    """
    noted = Moment.parse(text)
    moments = (noted,) if noted is not None else read_moments(text, now, days=days)
    named = {_day(moment, now.date()) for moment in moments if _concerns_days(moment)}
    return named.pop() if len(named) == 1 else None


def _concerns_days(moment: Moment) -> bool:
    """Tell whether a day, or what should have been one, was named at all."""
    if moment.kind in (Kind.TIME, Kind.TIMES, Kind.DURATION):
        return False
    return any(
        reading.day is not None or reading.problem not in (None, Problem.EVENT)
        for reading in moment.readings
    )


def _day(moment: Moment, today: date) -> date | None:
    """Return the one day of a moment.

    A weekday said on that weekday is today: who means the next one says so.
    """
    found = {_day_of_reading(reading, today) for reading in moment.readings}
    if len(found) == 2 and None not in found:
        near, far = sorted(day for day in found if day is not None)
        return near if far - near == _WEEK else None
    return found.pop() if len(found) == 1 else None


def _day_of_reading(reading: Moment, today: date) -> date | None:
    if reading.day is None or reading.day_until is not None or reading.day < today:
        return None
    # A part of today that is over is today still.
    unclear = reading.problem not in (None, Problem.PAST, Problem.EVENT, Problem.NO_SUCH_TIME)
    return None if unclear else reading.day
