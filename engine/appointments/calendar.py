"""Which slots of a resource are free: from its hours, what is taken, and the clock. Pure.

    calendar = Calendar(tenant)
    list(calendar.free(resource, taken, now))
    # [Slot(resource='pere_andre', starts=2026-11-24 15:30 UTC, ends=2026-11-24 16:00 UTC), …]

Hours are those of the place, moments are in UTC. When clocks change, an hour that does not exist
has no slots, and of an hour that comes twice only the first is given: nobody could tell the second
one from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from engine.tenants import Tenant
from engine.tenants.sections.appointments import AppointmentPolicy, Resource
from engine.tenants.timetable import Interval


class Span(Protocol):
    """Anything that begins and ends."""

    @property
    def starts(self) -> datetime:
        """First moment."""

    @property
    def ends(self) -> datetime:
        """First moment after it."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """A time at which somebody can be met.

    >>> Slot.parse("pere_andre@2026-11-24T15:30Z").id
    'pere_andre@2026-11-24T15:30Z'
    """

    # Aware, in UTC.
    starts: datetime
    ends: datetime
    # Id of who is met.
    resource: str

    @property
    def id(self) -> str:
        """The slot as a text that comes back from a button."""
        return slot_id(self.resource, self.starts)

    @classmethod
    def parse(cls, text: str, length: timedelta = timedelta(0)) -> Slot | None:
        """Read :attr:`id` back; None for any other text."""
        resource, at, moment = text.partition("@")
        if not at or not resource or not moment.endswith("Z"):
            return None
        try:
            starts = datetime.fromisoformat(moment)
            return cls(resource=resource, starts=starts, ends=starts + length)
        except (ValueError, OverflowError):
            return None


def slot_id(resource: str, starts: datetime) -> str:
    """Return the text that stands for a slot, to the minute."""
    return f"{resource}@{starts.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A seat that somebody has, held or booked."""

    starts: datetime
    ends: datetime


#: Days whose slots one calendar remembers.
_DAYS = 2000
#: Calendars of the tenants that are in service, and of some that were before a file changed.
_CALENDARS = 32


class Calendar:
    """The slots of one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.policy = tenant.section(AppointmentPolicy)
        # The slots of days that were asked about, with the resource that they are of.
        self._days: dict[tuple[int, date], tuple[Resource, tuple[Slot, ...]]] = {}

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days and hours are meant."""
        return self._tenant.time_zone

    def window(self, now: datetime) -> tuple[datetime, date]:
        """Return the first moment and the last day that may be booked now."""
        first = now.astimezone(UTC) + self.policy.notice
        return first, self._tenant.local(now).date() + timedelta(days=self.policy.horizon_days)

    def openings(self, resource: Resource, day: date) -> tuple[Interval, ...]:
        """Return when ``resource`` receives on ``day``: an exception first, then the week."""
        if day in resource.exceptions:
            return resource.exceptions[day]
        if day in self._tenant.hours.closed:
            return ()
        if resource.weekly is None:
            return self._tenant.office_hours(day)
        return resource.weekly[day.weekday()]

    def slots(self, resource: Resource, day: date) -> tuple[Slot, ...]:
        """Return the slots of ``day`` in order, free or not; worked out once."""
        known = self._days.get((id(resource), day))
        if known is not None and known[0] is resource:
            return known[1]
        if len(self._days) >= _DAYS:
            self._days.clear()
        slots = tuple(self._slots(resource, day))
        self._days[id(resource), day] = resource, slots
        return slots

    def _slots(self, resource: Resource, day: date) -> Iterator[Slot]:
        for interval in self.openings(resource, day):
            closes = self._moment(day, interval.closes)
            for clock in _steps(interval, resource.slot + resource.buffer):
                starts = self._moment(day, clock)
                if not self._exists(starts, clock):
                    continue
                ends = starts + resource.slot
                if ends <= closes:
                    yield Slot(resource=resource.id, starts=starts, ends=ends)

    def free(self, resource: Resource, taken: Iterable[Span], now: datetime) -> Iterator[Slot]:
        """Yield the slots of ``resource`` that may be booked at ``now``, in order.

        ``taken`` are seats of that resource, in any order.
        """
        first, last = self.window(now)
        seats = sorted(taken, key=lambda span: span.starts)
        day = first.astimezone(self.zone).date()
        while day <= last:
            for slot in self.slots(resource, day):
                if slot.starts >= first and crowd(slot, seats, resource) < resource.capacity:
                    yield slot
            day += timedelta(days=1)

    def find(self, text: str) -> Slot | None:
        """Return the slot that ``text`` stands for; None for one that is in nobody's hours."""
        named = Slot.parse(text)
        resource = self.policy.resource(named.resource) if named else None
        if named is None or resource is None:
            return None
        day = named.starts.astimezone(self.zone).date()
        return next((s for s in self.slots(resource, day) if s.starts == named.starts), None)

    def is_open_at(self, slot: Slot, now: datetime) -> bool:
        """Tell whether ``slot`` may still be booked at ``now``, if nobody has it."""
        first, last = self.window(now)
        return first <= slot.starts and slot.starts.astimezone(self.zone).date() <= last

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def _exists(self, moment: datetime, clock: time) -> bool:
        return moment.astimezone(self.zone).time() == clock


_calendars: dict[int, tuple[Tenant, Calendar]] = {}


def calendar_of(tenant: Tenant) -> Calendar:
    """Return the calendar of ``tenant``, the same one as long as its file does not change."""
    known = _calendars.get(id(tenant))
    if known is None or known[0] is not tenant:
        if len(_calendars) >= _CALENDARS:
            _calendars.clear()
        # The tenant is kept with it: while it is here, nothing else can have its identity.
        known = _calendars[id(tenant)] = tenant, Calendar(tenant)
    return known[1]


def crowd(slot: Slot, taken: Sequence[Span], resource: Resource) -> int:
    """Return how many of ``taken`` are in the way of ``slot``, the buffers included."""
    return sum(overlaps(slot, seat, resource.buffer) for seat in taken)


def overlaps(first: Span, second: Span, buffer: timedelta) -> bool:
    """Tell whether two spans meet, each with ``buffer`` after it."""
    return first.starts < second.ends + buffer and second.starts < first.ends + buffer


def _steps(interval: Interval, step: timedelta) -> Iterator[time]:
    """Yield the times on the wall at which slots begin."""
    day = date(2000, 1, 1)
    clock = datetime.combine(day, interval.opens)
    while clock.date() == day and clock.time() < interval.closes:
        yield clock.time()
        clock += step
