"""A group of children, and the days on which it meets.

>>> group = Group(id=1, name="Éveil à la foi", year="2026-2027", weekday=5,
...               starts=time(15), ends=time(16, 30))
>>> next(sessions(group, Catechism(), date(2026, 11, 23)))
datetime.date(2026, 11, 28)

Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from engine.tenants.sections.catechism import Catechism

#: How far ahead sessions are looked for, in days.
HORIZON_DAYS = 370


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Children who meet once a week."""

    id: int
    name: str
    # "2026-2027"
    year: str
    # From 0 for Monday.
    weekday: int
    starts: time
    ends: time
    # "salle Saint-Paul"; may be empty.
    room: str = ""
    # "Mme Hélène Faye"; may be empty.
    catechist: str = ""

    def meets(self, calendar: Catechism, day: date) -> bool:
        """Tell whether this group meets on ``day``."""
        return day.weekday() == self.weekday and calendar.meets_on(day)


def sessions(group: Group, calendar: Catechism, first: date) -> Iterator[date]:
    """Yield the days on which ``group`` meets, from ``first`` on, within a year or so."""
    day = first + timedelta(days=(group.weekday - first.weekday()) % 7)
    while day <= first + timedelta(days=HORIZON_DAYS):
        if group.meets(calendar, day):
            yield day
        day += timedelta(days=7)
