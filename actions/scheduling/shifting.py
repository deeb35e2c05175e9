"""From how a moment shall be different to what is wished. Pure.

    change = read_change("plus_tard")
    shifted(change.way, base)            # Shifted(wish=Wish(first=…, begins=16:01, ends=23:59))

The base is the slot that was settled, or the day on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.appointments.wishes import Wish
from engine.french.moments import Moment, read_moments
from engine.french.moments.records import LAST_MINUTE
from engine.french.shifts import EXCEPT, WEEKDAY, Way, read_shifts

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an answer says besides a moment."""

    # Notation of the moment that is named beside it; empty for none.
    moment: str = ""
    way: Way | None = None
    # What is not wanted, as notations without "sauf:".
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """From where a change is counted."""

    day: date
    # The first and the last hour of it that are on the screen; the same when one was settled.
    first: time
    last: time


def read_change(
    answer: str, now: datetime, *, days: tuple[tuple[str, date], ...] = ()
) -> Change | None:
    """Return the change that ``answer`` writes, in notation or in words; None for none."""
    parts = answer.split(";")
    ways = [part for part in parts if part in Way or part.startswith(EXCEPT)]
    if not ways:
        shifts = read_shifts(answer, now, days=days)
        if not shifts:
            return None
        told = [moment.notation for moment in read_moments(answer, now, days=days)]
        parts = [*told[:1], *(shift.notation for shift in shifts)]
    return _change(parts)


def _change(parts: list[str]) -> Change:
    return Change(
        moment=next((part for part in parts if Moment.parse(part) is not None), ""),
        way=next((Way(part) for part in parts if part in Way), None),
        without=tuple(part.removeprefix(EXCEPT) for part in parts if part.startswith(EXCEPT)),
    )


def shifted(way: Way, base: Base) -> Wish | None:
    """Return what ``way`` wishes, counted from ``base``; None when it only says: another one."""
    match way:
        case Way.LATER:
            return Wish(
                first=base.day, last=base.day, begins=_next_minute(base.last), ends=LAST_MINUTE
            )
        case Way.EARLIER:
            return Wish(first=base.day, last=base.day, begins=time(0), ends=base.first)
        case Way.NEXT_DAY | Way.DAY_BEFORE:
            step = timedelta(days=1 if way is Way.NEXT_DAY else -1)
            return Wish(first=base.day + step, last=base.day + step)
        case Way.NEXT_WEEK:
            monday = base.day - timedelta(days=base.day.weekday()) + _WEEK
            return Wish(first=monday, last=monday + timedelta(days=6))
        case Way.OTHER_HOUR:
            return Wish(first=base.day, last=base.day)
    return None


def is_excluded(moment: datetime, notation: str) -> bool:
    """Tell whether ``moment``, on the clocks of the place, is among what is not wanted.

    >>> tuesday = datetime(2026, 11, 24, 9)
    >>> [is_excluded(tuesday, told) for told in ("T06:00/12:00", "jour1", "jour2")]
    [True, True, False]
    """
    if notation.startswith(WEEKDAY):
        return notation == f"{WEEKDAY}{moment.weekday()}"
    told = Moment.parse(notation)
    wishes = [] if told is None else [Wish.of(reading) for reading in told.readings]
    return any(
        wish is not None and wish.has_day(moment.date()) and wish.has_time(moment.time())
        for wish in wishes
    )


def concerns_days(notation: str) -> bool:
    """Tell whether what is not wanted is a day rather than an hour of any day."""
    return not notation.startswith("T")


def _next_minute(clock: time) -> time:
    minutes = min(clock.hour * 60 + clock.minute + 1, 23 * 60 + 59)
    return time(minutes // 60, minutes % 60)
