"""Hours at which nobody is disturbed: what is due in them is sent before they begin.

>>> night = datetime.fromisoformat("2026-03-02T23:30+00:00")
>>> move_earlier(night, "Africa/Dakar").isoformat()
'2026-03-02T21:00:00+00:00'

Pure, and decided when a timer is armed. Clocks that change do not matter: the result is never later
than what was asked for, and never inside the quiet hours of the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the night or of the day, on the clocks of the place; both ends may be used."""

    starts: time
    ends: time

    def __contains__(self, moment: object) -> bool:
        if not isinstance(moment, time):
            return False
        if self.starts <= self.ends:
            return self.starts < moment < self.ends
        return moment > self.starts or moment < self.ends


#: From 9 in the evening to 8 in the morning.
NIGHT = Quiet(starts=time(21), ends=time(8))


def move_earlier(due: datetime, zone: str | tzinfo, quiet: Quiet = NIGHT) -> datetime:
    """Return ``due``, or the last moment before it at which the place is not ``quiet``.

    The result is in UTC. Raises ``ValueError`` for a naive moment, ``KeyError`` for an unknown
    zone.
    """
    if due.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    due = due.astimezone(UTC)
    here = due.astimezone(place)
    if here.time() not in quiet:
        return due
    # A beginning that the clock shows twice, or jumps over, has two readings; and it may lie a day
    # back when the hours go over midnight.
    begins = [
        datetime.combine(here.date() - timedelta(days=back), quiet.starts, tzinfo=place)
        for back in (0, 1)
    ]
    readings = [begin.replace(fold=fold).astimezone(UTC) for begin in begins for fold in (0, 1)]
    return max(
        moment
        for moment in readings
        if moment <= due and moment.astimezone(place).time() not in quiet
    )
