"""The days that a question is about: one, a few, or none in particular.

>>> from datetime import UTC
>>> tuesday = datetime(2026, 11, 24, 10, tzinfo=UTC)
>>> find_days("2026-11-28/2026-11-29", tuesday).days
(datetime.date(2026, 11, 28), datetime.date(2026, 11, 29))
>>> find_days("le 30 février", tuesday).trouble
<Trouble.NO_SUCH_DAY: 'no_such_day'>
>>> find_days("", tuesday).days
()

A day that is over, or that is none, is said to be so; a month or "from Thursday on" is no question
about days, and the week answers it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.french.moments import Kind, Moment, Problem, read_moments

#: More days than this are not told one by one.
MOST_DAYS = 7
#: Nobody knows the hours of days that are farther ahead.
FARTHEST = timedelta(days=400)
#: "le soir", as :mod:`engine.french.moments` reads it: where an office would have closed long ago.
EVENING = (time(17), time(22))

_WEEK = timedelta(days=7)


class Trouble(enum.StrEnum):
    """Why nothing can be said about the day that was named."""

    PAST = "past"
    # "le 30 février"
    NO_SUCH_DAY = "no_such_day"
    # "vendredi 24 novembre", which is a Tuesday
    OTHER_WEEKDAY = "other_weekday"
    # In three years.
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDays:
    """What a question says about days."""

    # In order, from today on; none: all of the week.
    days: tuple[date, ...] = ()
    # A part of the day, its first and its last moment: "samedi soir".
    hours: tuple[time, time] | None = None
    # Only when there are no days.
    trouble: Trouble | None = None
    # The day that the trouble is with, when there is such a day.
    troubled: date | None = None

    @property
    def day(self) -> date | None:
        """The only day."""
        return self.days[0] if len(self.days) == 1 else None

    @property
    def is_evening(self) -> bool:
        """Tell whether an evening or a night was named; what begins late belongs to it."""
        if self.hours is None:
            return False
        return self.hours[0] >= EVENING[0] and self.hours[1] >= EVENING[1]

    def covers(self, at: time) -> bool:
        """Tell whether a time belongs to the part of the day that was named, if one was."""
        if self.hours is None:
            return True
        return self.hours[0] <= at and (at < self.hours[1] or self.is_evening)


def _never(_: date) -> bool:
    return False


def find_days(
    said: str,
    now: datetime,
    named: Sequence[tuple[str, date]] = (),
    *,
    is_over: Callable[[date], bool] = _never,
) -> AskedDays:
    """Return the days of a question.

    Args:
        said: the notation of a moment, or a person's own words.
        now: aware, on the clocks of the place.
        named: days with a name, for a person's own words.
        is_over: whether nothing is left to tell of today. "mardi" on a Tuesday is today, but in a
            week when the day's last mass has begun.
    """
    noted = Moment.parse(said)
    moments = (noted,) if noted is not None else read_moments(said, now, days=named)
    moments = tuple(moment for moment in moments if moment.kind is not Kind.DURATION)
    today = now.date()
    readings = [r for moment in moments for r in _nearest(moment, today, is_over)]
    hours = _hours(readings)
    days = _days(readings, today)
    if days and days[0] > today + FARTHEST:
        return AskedDays(trouble=Trouble.TOO_FAR, troubled=days[0])
    if days:
        return AskedDays(days=() if len(days) > MOST_DAYS else days, hours=hours)
    trouble, troubled = _trouble(readings, today)
    return AskedDays(hours=None if trouble else hours, trouble=trouble, troubled=troubled)


def _nearest(moment: Moment, today: date, is_over: Callable[[date], bool]) -> tuple[Moment, ...]:
    """Return the readings; of a weekday said on that weekday, the day that is still of use."""
    days = sorted({reading.day for reading in moment.readings if reading.day is not None})
    if len(days) == 2 and days[0] == today and days[1] - today == _WEEK:
        meant = days[1] if is_over(today) else today
        return tuple(reading for reading in moment.readings if reading.day == meant)
    return moment.readings


def _days(readings: Iterable[Moment], today: date) -> tuple[date, ...]:
    """Return the days that can be told about; one more than the most when they are too many."""
    days: set[date] = set()
    for first, last in _precise([span for r in readings if (span := _span(r, today))]):
        count = min((last - first).days, MOST_DAYS) + 1
        days |= {first + timedelta(days=number) for number in range(count)}
    return tuple(sorted(days))


def _span(reading: Moment, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of a reading that are still to come."""
    first, last = reading.day, reading.day_until or reading.day
    if first is None or last is None or last < today or not _can_be(reading):
        return None
    return max(first, today), last


def _precise(spans: Sequence[tuple[date, date]]) -> Sequence[tuple[date, date]]:
    """Leave out what was only said around a day: "ce week-end, ... dimanche", "cette année"."""
    near = [
        (first, last)
        for first, last in spans
        if (last - first).days < MOST_DAYS
        and not any(first <= day == end <= last and first != last for day, end in spans)
    ]
    return near or spans


def _can_be(reading: Moment) -> bool:
    # Part of today that is over, an hour that there is not, "après la messe": the day stands.
    wrong = (Problem.NO_SUCH_DAY, Problem.OTHER_WEEKDAY, Problem.UNKNOWN_DAY)
    return reading.problem not in wrong


def _hours(readings: Sequence[Moment]) -> tuple[time, time] | None:
    """Return the part of the day that all readings share."""
    found = {(reading.at, reading.at_until) for reading in readings}
    if len(found) != 1:
        return None
    at, at_until = found.pop()
    return None if at is None or at_until is None else (at, at_until)


def _trouble(readings: Sequence[Moment], today: date) -> tuple[Trouble | None, date | None]:
    for reading in readings:
        if reading.problem is Problem.OTHER_WEEKDAY:
            return Trouble.OTHER_WEEKDAY, reading.day
        if reading.problem is Problem.NO_SUCH_DAY:
            return Trouble.NO_SUCH_DAY, None
        if reading.day is not None and (reading.day_until or reading.day) < today:
            return Trouble.PAST, reading.day
    return None, None
