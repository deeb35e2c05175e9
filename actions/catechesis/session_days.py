"""The session that a parent means with "samedi", "le 28", or a button.

>>> saturdays = Group(id=1, name="Éveil", year="2026-2027", weekday=5, starts=time(15),
...                   ends=time(16))
>>> monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
>>> read_session("2026-11-28", saturdays, Catechism(), monday).day
datetime.date(2026, 11, 28)
>>> read_session("2026-11-25", saturdays, Catechism(), monday).fault
<Fault.NO_SESSION: 'no_session'>

Pure. A wrong day is worse than one more question: nothing is taken that is not exactly one session.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.families.groups import Group, sessions
from engine.flows.values import fold
from engine.french import moments
from engine.french.moments import Kind, Moment
from engine.tenants.sections.catechism import Catechism

#: Days of a range that are looked at; whoever says "all year" means no one session.
_LONGEST_RANGE = 62
#: Words for the next session, whatever its day.
_NEXT = frozenset({"prochaine", "prochain", "prochainement"})


class Fault(enum.StrEnum):
    """Why no session was found."""

    NO_DAY = "no_day"  # the words name no day
    PAST = "past"
    NO_SESSION = "no_session"  # the group does not meet on that day
    SEVERAL = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One session, or why there is none."""

    # None when there is a fault.
    day: date | None = None
    fault: Fault | None = None
    # The day that has no session, to say so.
    named: date | None = None


def read_session(said: str, group: Group, calendar: Catechism, now: datetime) -> Found:
    """Return the session that ``said`` means: a notation of moments, or the person's words.

    ``now`` is on the clocks of the place.
    """
    today = now.date()
    moment = Moment.parse(said.strip())
    read = (moment,) if moment else moments.read_moments(said, now)
    days = sorted({day for one in read for day in _days(one)})
    if not days:
        if not _NEXT.isdisjoint(fold(said).split()):
            return _next(group, calendar, today)
        return Found(fault=Fault.NO_DAY)
    coming = [day for day in days if day >= today]
    if not coming:
        return Found(fault=Fault.PAST, named=days[-1])
    met = [day for day in coming if group.meets(calendar, day)]
    if len(met) == 1:
        return Found(day=met[0])
    if met:
        return Found(fault=Fault.SEVERAL)
    return Found(fault=Fault.NO_SESSION, named=coming[0] if len(coming) == 1 else None)


def _days(moment: Moment) -> Iterator[date]:
    """Yield every day that ``moment`` may mean."""
    for reading in moment.readings:
        if reading.day is None or reading.kind is Kind.DURATION:
            continue
        last = reading.day_until or reading.day
        span = min((last - reading.day).days, _LONGEST_RANGE)
        yield from (reading.day + timedelta(days=number) for number in range(span + 1))


def _next(group: Group, calendar: Catechism, today: date) -> Found:
    day = next(sessions(group, calendar, today), None)
    return Found(day=day) if day else Found(fault=Fault.NO_SESSION)
