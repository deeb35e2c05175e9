"""Office hours and mass times of a week, with the days that differ.

>>> hours = OfficeHours(weekly=((Interval(opens=time(9), closes=time(12)),), *[()] * 6))
>>> hours.on(date(2026, 3, 2))          # a Monday
(Interval(opens=datetime.time(9, 0), closes=datetime.time(12, 0)),)

Pure: no clock, no file. Days and hours are those of the place; :class:`engine.tenants.Tenant` knows
its time zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from engine.liturgy import FEAST_NAMES, feast_day, feasts_on

#: How far ahead the next opening or mass is looked for, in days.
HORIZON_DAYS = 370


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An opening within one day; ``closes`` is the first moment that is closed."""

    opens: time
    closes: time

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, time) and self.opens <= moment < self.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """The hours of an office."""

    # Seven days from Monday, each with its intervals in order; an empty day is closed.
    weekly: tuple[tuple[Interval, ...], ...]
    # Days that are closed whatever the week says, with the reason as people are told it.
    closed: Mapping[date, str] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of ``day``; none when it is closed."""
        return () if day in self.closed else self.weekly[day.weekday()]

    def openings_after(self, now: datetime) -> Iterator[datetime]:
        """Yield the moments after ``now`` when the office opens, within a year or so.

        ``now`` is aware and in the zone of the place; so are the results.
        """
        for day in _days_from(now.date()):
            for interval in self.on(day):
                opening = datetime.combine(day, interval.opens, tzinfo=now.tzinfo)
                if opening > now:
                    yield opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """One mass."""

    starts: time
    # As people are told them: "en français", "à la chapelle"; may be empty.
    language: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feast:
    """A day whose masses are not those of the week."""

    day: date
    name: str
    masses: tuple[Mass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyFeast:
    """A feast of the calendar with masses of its own, whatever day it falls on."""

    # "paques": a feast of ``engine.liturgy``.
    id: str
    # As people are told it; the calendar's name when it is empty.
    name: str
    masses: tuple[Mass, ...]

    def on(self, day: date) -> Feast:
        """Return the feast as it is on ``day``."""
        return Feast(day=day, name=self.name or FEAST_NAMES[self.id], masses=self.masses)


@dataclass(frozen=True, slots=True, kw_only=True)
class MassTimes:
    """The masses of a parish."""

    # Seven days from Monday, each in order.
    weekly: tuple[tuple[Mass, ...], ...]
    # Of one date each, in order of their days.
    feasts: tuple[Feast, ...] = ()
    # Of every year; a date counts before them.
    yearly: tuple[YearlyFeast, ...] = ()

    @property
    def is_known(self) -> bool:
        """Tell whether any mass is known at all."""
        return any(self.weekly) or bool(self.feasts or self.yearly)

    def feast_on(self, day: date) -> Feast | None:
        """Return the feast of ``day``."""
        for feast in self.feasts:
            if feast.day == day:
                return feast
        falling = {feast.id for feast in feasts_on(day)} if self.yearly else set()
        return next((feast.on(day) for feast in self.yearly if feast.id in falling), None)

    def feasts_between(self, first: date, last: date) -> tuple[Feast, ...]:
        """Return the feasts from ``first`` to ``last``, both included, in order of their days."""
        found = {
            day: feast.on(day)
            for feast in self.yearly
            for year in range(first.year, last.year + 1)
            if first <= (day := feast_day(feast.id, year)) <= last
        }
        found |= {feast.day: feast for feast in self.feasts if first <= feast.day <= last}
        return tuple(found[day] for day in sorted(found))

    def on(self, day: date) -> tuple[Mass, ...]:
        """Return the masses of ``day``: those of its feast, else those of the week."""
        feast = self.feast_on(day)
        return self.weekly[day.weekday()] if feast is None else feast.masses

    def next_after(self, now: datetime) -> tuple[date, Mass] | None:
        """Return the first mass that begins after ``now``, or None when there is none in a year."""
        for day in _days_from(now.date()):
            for mass in self.on(day):
                if datetime.combine(day, mass.starts, tzinfo=now.tzinfo) > now:
                    return day, mass
        return None


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(HORIZON_DAYS))
