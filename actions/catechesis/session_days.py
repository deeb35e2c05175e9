"""The session that a parent means with "samedi", "le 28", or a button.

>>> saturdays = Group(id=1, name="Éveil", year="2026-2027", weekday=5, starts=time(15),
...                   ends=time(16))
>>> monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
>>> read_session("2026-11-28", saturdays, Catechism(), monday).day
datetime.date(2026, 11, 28)
>>> read_session("2026-11-21!past", saturdays, Catechism(), monday).day     # why she was not there
datetime.date(2026, 11, 21)
>>> read_session("2026-11-25", saturdays, Catechism(), monday).fault
<Fault.NO_SESSION: 'no_session'>

Pure. A wrong day is worse than one more question: nothing is taken that is not exactly one session.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from engine.families.groups import Group, sessions
from engine.flows.values import fold
from engine.french import moments
from engine.french.moments import Kind, Moment
from engine.tenants.sections.catechism import Catechism

#: Days of a range that are looked at; whoever says "all year" means no one session.
_LONGEST_RANGE = 62
#: A day that far ahead was meant as the last one of its name: "le 21 novembre", said on the 28th.
_TOO_FAR = timedelta(days=300)
#: Words for the next session, and for the last one, whatever their day.
_NEXT = frozenset({"prochaine", "prochain", "prochainement"})
_LAST = frozenset({"derniere", "dernier", "passee", "precedente"})


class Fault(enum.StrEnum):
    """Why no session was found."""

    NO_DAY = "no_day"  # the words name no day
    PAST = "past"  # over for too long to be explained here
    NO_SESSION = "no_session"  # the group does not meet on that day
    SEVERAL = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One session, or why there is none."""

    # None when there is a fault.
    day: date | None = None
    fault: Fault | None = None
    # The days of which one may be meant.
    choices: tuple[date, ...] = ()


def read_session(
    said: str, group: Group, calendar: Catechism, now: datetime, *, missed: bool = False
) -> Found:
    """Return the session that ``said`` means: a notation of moments, or the person's words.

    A session to come is meant before one that is over, unless it was ``missed``. ``now`` is on the
    clocks of the place.
    """
    days = sorted(days_of(said, now))
    if not days:
        return _in_words(said, group, calendar, now)
    if missed:
        days = [day for day in days if is_over(group, day, now)] or days
    coming = [day for day in days if not is_over(group, day, now)]
    met = [day for day in coming if group.meets(calendar, day)]
    if not met and len(coming) < len(days):
        over = [day for day in days if day not in coming and group.meets(calendar, day)]
        met = [day for day in over if may_be_explained(calendar, day, now)]
        if over and not met:
            return Found(fault=Fault.PAST)
    if len(met) == 1:
        return Found(day=met[0])
    if met:
        return Found(fault=Fault.SEVERAL, choices=tuple(met))
    return Found(fault=Fault.NO_SESSION, choices=tuple(days))


def days_of(said: str, now: datetime) -> frozenset[date]:
    """Return every day that ``said`` may mean: a notation of moments, or words."""
    moment = Moment.parse(said.strip())
    read = (moment,) if moment else moments.read_moments(said, now)
    return frozenset(_near(day, now.date()) for one in read for day in _days(one))


def coming_sessions(group: Group, calendar: Catechism, now: datetime) -> Iterator[date]:
    """Yield the sessions that are not over, the next one first."""
    found = sessions(group, calendar, now.date())
    return (day for day in found if not is_over(group, day, now))


def missed_sessions(group: Group, calendar: Catechism, now: datetime) -> list[date]:
    """Return the sessions that are over and may still be explained, the last one first."""
    first = now.date() - timedelta(days=calendar.excuse_days)
    found = islice(sessions(group, calendar, first), calendar.excuse_days + 1)
    return [day for day in found if is_over(group, day, now)][::-1]


def is_over(group: Group, day: date, now: datetime) -> bool:
    """Tell whether the session of ``day`` is over."""
    return datetime.combine(day, group.ends, tzinfo=now.tzinfo) <= now


def may_be_explained(calendar: Catechism, day: date, now: datetime) -> bool:
    """Tell whether a parent may still say why a child was not there on ``day``."""
    return now.date() - day <= timedelta(days=calendar.excuse_days)


def _near(day: date, today: date) -> date:
    """Return ``day``, or the same day a year before where that is what people mean."""
    if day - today < _TOO_FAR:
        return day
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day


def _days(moment: Moment) -> Iterator[date]:
    """Yield every day that ``moment`` may mean."""
    for reading in moment.readings:
        if reading.day is None or reading.kind is Kind.DURATION:
            continue
        last = reading.day_until or reading.day
        span = min((last - reading.day).days, _LONGEST_RANGE)
        yield from (reading.day + timedelta(days=number) for number in range(span + 1))


def _in_words(said: str, group: Group, calendar: Catechism, now: datetime) -> Found:
    """Read "la prochaine séance", "la dernière"."""
    words = set(fold(said).split())
    if not _NEXT.isdisjoint(words):
        day = next(coming_sessions(group, calendar, now), None)
        return Found(day=day) if day else Found(fault=Fault.NO_SESSION)
    if not _LAST.isdisjoint(words):
        missed = missed_sessions(group, calendar, now)
        return Found(day=missed[0]) if missed else Found(fault=Fault.PAST)
    return Found(fault=Fault.NO_DAY)
