"""What a person wishes, and the few free slots that come nearest to it. Pure.

    wish = read_wish("2026-11-24T15:00")
    proposal = propose(free, wish, zone)
    [slot.id for slot in proposal.slots]        # three at most, in order of time
    proposal.fit                                # Fit.EXACT: one of them is just that

A wish is a moment of ``engine.french.moments`` with nothing doubtful about it: a day, days, a time,
hours, or a day with either.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo

from engine.appointments.calendar import Slot
from engine.french.moments import Moment

#: How many slots are offered at once: with one more row they fit a list that is read at a glance.
OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When somebody would like to come; what was not said is None."""

    # First and last day, often the same.
    first: date | None = None
    last: date | None = None
    # A moment of the day, or with ``ends`` the hours within which it should be.
    begins: time | None = None
    ends: time | None = None

    def after(self, earlier: Wish | None) -> Wish:
        """Return this wish, completed with what was wished before.

        >>> Wish(begins=time(16)).after(Wish(first=date(2026, 11, 24), last=date(2026, 11, 24)))
        Wish(first=datetime.date(2026, 11, 24), last=..., begins=datetime.time(16, 0), ends=None)
        """
        if earlier is None:
            return self
        if self.first is None:
            return replace(self, first=earlier.first, last=earlier.last)
        if self.begins is None and self.ends is None:
            return replace(self, begins=earlier.begins, ends=earlier.ends)
        return self

    @classmethod
    def of(cls, moment: Moment) -> Wish | None:
        """Return what one reading of a moment wishes; None when it names neither day nor hour."""
        if moment.alternatives or (moment.day is None and moment.at is None):
            return None
        return cls(
            first=moment.day,
            last=moment.day_until or moment.day,
            begins=moment.at,
            ends=moment.at_until,
        )

    @property
    def notation(self) -> str:
        """The wish as the text from which it can be read again."""
        return Moment(
            day=self.first,
            day_until=None if self.last == self.first else self.last,
            at=self.begins,
            at_until=self.ends,
        ).notation

    @property
    def is_one_day(self) -> bool:
        """Tell whether it names one single day."""
        return self.first is not None and self.first == self.last

    def has_day(self, day: date) -> bool:
        """Tell whether ``day`` is among those wished; every day is when none was said."""
        return self.first is None or self.first <= day <= (self.last or self.first)

    def has_time(self, clock: time) -> bool:
        """Tell whether ``clock`` is as wished."""
        if self.ends is not None:
            return (self.begins or time(0)) <= clock < self.ends
        return self.begins is None or clock == self.begins

    def days_off(self, day: date) -> int:
        """Return how many days ``day`` is away from those wished."""
        if self.first is None or self.has_day(day):
            return 0
        return (self.first - day).days if day < self.first else (day - (self.last or day)).days

    def minutes_off(self, clock: time) -> int:
        """Return how far ``clock`` is from what was wished, in minutes."""
        if self.has_time(clock):
            return 0
        marks = [mark for mark in (self.begins, self.ends) if mark is not None]
        return min(abs(_minutes(clock) - _minutes(mark)) for mark in marks)


def read_wish(notation: str) -> Wish | None:
    """Read :attr:`Wish.notation`; None for any other text.

    >>> read_wish("2026-11-24T15:00").begins
    datetime.time(15, 0)
    """
    moment = Moment.parse(notation)
    return None if moment is None else Wish.of(moment)


class Fit(enum.StrEnum):
    """How near the offered slots come to the wish."""

    EXACT = "exact"  # among them is the very day and time
    WITHIN = "within"  # all are within the days and hours that were wished
    SAME_DAY = "same_day"  # the day is right, the time was not free
    OTHER_DAY = "other_day"  # nothing is free on that day
    NONE = "none"  # nothing is free at all, or all was offered already


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A few slots to choose from."""

    # In order of time.
    slots: tuple[Slot, ...]
    fit: Fit


def propose(
    free: Iterable[Slot],
    wish: Wish | None,
    zone: tzinfo,
    *,
    passed: Collection[str] = (),
    count: int = OFFERED,
) -> Proposal:
    """Return the slots nearest to ``wish``, without those whose id is in ``passed``.

    Without a wish they are the first ones.
    """
    open_slots = _one_per_start(slot for slot in free if slot.id not in passed)
    if not open_slots:
        return Proposal(slots=(), fit=Fit.NONE)
    if wish is None:
        return Proposal(slots=tuple(open_slots[:count]), fit=Fit.WITHIN)

    def here(slot: Slot) -> datetime:
        return slot.starts.astimezone(zone)

    on_the_day = [slot for slot in open_slots if wish.has_day(here(slot).date())]
    if wish.first is None:
        chosen = _one_per_day(open_slots, wish, here, count)
        fit = Fit.WITHIN if all(wish.has_time(here(s).time()) for s in chosen) else Fit.SAME_DAY
    elif not on_the_day:
        chosen, fit = _one_per_day(open_slots, wish, here, count), Fit.OTHER_DAY
    else:
        chosen, fit = _on_the_day(on_the_day, wish, here, count)
    return Proposal(slots=tuple(sorted(chosen)), fit=fit)


def exact(free: Iterable[Slot], wish: Wish, zone: tzinfo) -> Slot | None:
    """Return the free slot that is just the day and the time wished, if the wish has both."""
    if not wish.is_one_day or wish.begins is None or wish.ends is not None:
        return None
    wanted = (wish.first, wish.begins)
    for slot in free:
        at = slot.starts.astimezone(zone)
        if (at.date(), at.time()) == wanted:
            return slot
    return None


def _on_the_day(
    slots: Sequence[Slot], wish: Wish, here: Callable[[Slot], datetime], count: int
) -> tuple[list[Slot], Fit]:
    fitting = [slot for slot in slots if wish.has_time(here(slot).time())]
    is_point = wish.begins is not None and wish.ends is None
    if fitting and not is_point:
        return _spread(fitting, count), Fit.WITHIN
    near = sorted(slots, key=lambda slot: (wish.minutes_off(here(slot).time()), slot.starts))
    return near[:count], Fit.EXACT if fitting else Fit.SAME_DAY


def _one_per_day(
    slots: Sequence[Slot], wish: Wish, here: Callable[[Slot], datetime], count: int
) -> list[Slot]:
    """Return the best slot of each of the nearest days; of two as near, the later day first."""
    best: dict[date, Slot] = {}
    for slot in slots:
        day = here(slot).date()
        known = best.get(day)
        if known is None or _off(wish, here(slot)) < _off(wish, here(known)):
            best[day] = slot
    days = sorted(best, key=lambda day: (wish.days_off(day), -day.toordinal()))
    if wish.first is None:
        right = [day for day in sorted(best) if wish.has_time(here(best[day]).time())]
        days = right or sorted(best)
    return [best[day] for day in days[:count]]


def _off(wish: Wish, at: datetime) -> int:
    return wish.minutes_off(at.time())


def _spread(slots: Sequence[Slot], count: int) -> list[Slot]:
    """Return ``count`` slots over the whole of ``slots``: the first, some between, the last."""
    if len(slots) <= count:
        return list(slots)
    last = len(slots) - 1
    return [slots[round(place * last / (count - 1))] for place in range(count)]


def _one_per_start(slots: Iterable[Slot]) -> list[Slot]:
    """Sort, and keep one slot of several resources at one time: whose hour it is comes after."""
    found: dict[datetime, Slot] = {}
    for slot in slots:
        found.setdefault(slot.starts, slot)
    return [found[starts] for starts in sorted(found)]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
