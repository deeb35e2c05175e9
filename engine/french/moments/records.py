"""A moment as a person named it: a day, an hour, a range of them, a duration, or a doubt.

>>> tuesday = Moment(day=date(2026, 11, 24), at=time(15))
>>> tuesday.kind, tuesday.notation, tuesday.is_clear
(<Kind.DAY_TIME: 'day_time'>, '2026-11-24T15:00', True)
>>> doubt = Moment.parse("2026-11-24|2026-12-01")
>>> doubt.kind, doubt.day, [reading.day for reading in doubt.readings]
(<Kind.AMBIGUOUS: 'ambiguous'>, None, [datetime.date(2026, 11, 24), datetime.date(2026, 12, 1)])
>>> Moment.parse("2026-12-25!past").problem
<Problem.PAST: 'past'>
>>> Moment.parse("mardi") is None
True
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, time, timedelta

#: End of a range of days that has none: "à partir de jeudi".
NO_LAST_DAY = date(MAXYEAR, 12, 31)
#: Begin and end of a range of hours that has none: "avant 10h", "après 16h".
FIRST_MINUTE = time(0)
LAST_MINUTE = time(23, 59)
#: Readings of one moment that are kept: more is no doubt but a talk.
MOST_READINGS = 6


class Kind(enum.StrEnum):
    """What is known of a moment."""

    DAY = "day"
    DAY_TIME = "day_time"
    # One day, a range of hours.
    DAY_TIMES = "day_times"
    # A range of days, perhaps with an hour or a range of hours.
    DAYS = "days"
    TIME = "time"
    TIMES = "times"
    DURATION = "duration"
    # Several readings: look at ``readings``, ask which.
    AMBIGUOUS = "ambiguous"
    # Nothing but a problem.
    UNRESOLVED = "unresolved"


class Problem(enum.StrEnum):
    """Why a moment cannot be taken as it stands."""

    # It is over.
    PAST = "past"
    # "le 30 février", "dans 999999999 jours"
    NO_SUCH_DAY = "no_such_day"
    # "à 25h", or an hour that a change of the clocks leaves out.
    NO_SUCH_TIME = "no_such_time"
    # "vendredi 24 novembre", which is a Tuesday; ``day`` is that of the date.
    OTHER_WEEKDAY = "other_weekday"
    # "après la messe": somebody knows when, the words do not say.
    EVENT = "event"
    # "à Pâques", and nobody said when that is.
    UNKNOWN_DAY = "unknown_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment; compared by what it means, not by where it stands.

    Either ``alternatives`` is empty, or all the fields that tell a time are.
    """

    # The words in the text, from ``start`` up to ``end``, which is not included.
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    # The day, or the first of a range.
    day: date | None = None
    # The last day of a range, included; :data:`NO_LAST_DAY` when it has none. None for one day.
    day_until: date | None = None
    # The hour, or the begin of a range; on the clocks of the place.
    at: time | None = None
    # The end of a range of hours. None for one hour.
    at_until: time | None = None
    # A duration, and then nothing else.
    length: timedelta | None = None
    # Two to :data:`MOST_READINGS` readings, in order of time.
    alternatives: tuple[Moment, ...] = ()
    # Why it cannot be taken as it stands.
    problem: Problem | None = None

    @property
    def kind(self) -> Kind:
        """What is known."""
        if self.alternatives:
            return Kind.AMBIGUOUS
        if self.length is not None:
            return Kind.DURATION
        if self.day_until is not None:
            return Kind.DAYS
        if self.at is None:
            return Kind.UNRESOLVED if self.day is None else Kind.DAY
        if self.day is None:
            return Kind.TIME if self.at_until is None else Kind.TIMES
        return Kind.DAY_TIME if self.at_until is None else Kind.DAY_TIMES

    @property
    def readings(self) -> tuple[Moment, ...]:
        """The alternatives, or the moment itself."""
        return self.alternatives or (self,)

    @property
    def is_clear(self) -> bool:
        """Tell whether there is one reading, and nothing is wrong with it."""
        return not self.alternatives and self.problem is None

    @property
    def notation(self) -> str:
        """The moment as one short text, which :meth:`parse` reads back.

        ========================= ===================================================
        2026-11-24                a day
        2026-11-24T15:00          a day and an hour
        2026-11-24T15:00/17:00    a day and a range of hours
        2026-11-23/2026-11-29     a range of days; hours may follow
        T15:00, T15:00/17:00      an hour, a range of hours
        PT1H30M, P14D             a duration
        2026-11-24|2026-12-01     one or the other
        2025-11-24!past           with a problem; "!event" alone when nothing else is known
        ========================= ===================================================
        """
        if self.alternatives:
            return "|".join(reading.notation for reading in self.alternatives)
        known = _write_length(self.length) if self.length is not None else self._written()
        return known if self.problem is None else f"{known}!{self.problem}"

    def _written(self) -> str:
        days = "/".join(day.isoformat() for day in (self.day, self.day_until) if day)
        hours = "/".join(f"{at:%H:%M}" for at in (self.at, self.at_until) if at is not None)
        return f"{days}T{hours}" if hours else days

    @classmethod
    def parse(cls, notation: str) -> Moment | None:
        """Return the moment that ``notation`` writes; None for any other text."""
        parts = notation.split("|", MOST_READINGS)
        readings = [_parse_one(part) for part in parts]
        if len(readings) > MOST_READINGS or None in readings:
            return None
        return one_of(reading for reading in readings if reading is not None)


def one_of(readings: Iterable[Moment], *, start: int = 0, end: int = 0) -> Moment:
    """Return the moment of several readings: in order of time, each once.

    Raises ``ValueError`` when there are none.
    """
    different = dict.fromkeys(inner for reading in readings for inner in reading.readings)
    if not different:
        raise ValueError("a moment needs a reading")
    ordered = sorted(different, key=_order)[:MOST_READINGS]
    if len(ordered) == 1:
        return replace(ordered[0], start=start, end=end)
    return Moment(start=start, end=end, alternatives=tuple(ordered))


def _order(moment: Moment) -> tuple[date, time, str]:
    return (moment.day or date.min, moment.at or FIRST_MINUTE, moment.notation)


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOUR = r"[0-9]{2}:[0-9]{2}"
_NOTATION = re.compile(
    rf"(?:(?P<day>{_DAY})(?:/(?P<day_until>{_DAY}))?)?"
    rf"(?:T(?P<at>{_HOUR})(?:/(?P<at_until>{_HOUR}))?)?"
    r"(?:!(?P<problem>[a-z_]+))?"
)
_LENGTH = re.compile(
    r"P(?=[0-9T])(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?)?"
)


def _parse_one(text: str) -> Moment | None:
    found = _NOTATION.fullmatch(text)
    try:
        if found is None:
            return _parse_length(text)
        if not text:
            return None
        day, day_until, at, at_until, problem = found.groups()
        return Moment(
            day=date.fromisoformat(day) if day else None,
            day_until=date.fromisoformat(day_until) if day_until else None,
            at=time.fromisoformat(at) if at else None,
            at_until=time.fromisoformat(at_until) if at_until else None,
            problem=Problem(problem) if problem else None,
        )
    except (ValueError, OverflowError):
        return None


def _parse_length(text: str) -> Moment | None:
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    parts = {unit: int(number) for unit, number in found.groupdict().items() if number}
    return Moment(length=timedelta(**parts))


def _write_length(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if not days:
        return f"PT{clock or '0M'}"
    return f"P{days}D" + (f"T{clock}" if clock else "")
