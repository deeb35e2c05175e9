"""When the office is to answer, and when the assistant stops waiting for it. Pure.

due_at(tenant, now, "normal")       # now while the office is open, else its next opening
return_at(tenant, since)            # twelve hours later, but never at night
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from engine.tenants import Tenant
from engine.tenants.sections.handoff import HandoffPolicy

#: On the clocks of the place: nobody is told at night that the assistant is back.
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(8)


def due_at(tenant: Tenant, now: datetime, priority: str) -> datetime:
    """Return when somebody is to look at a request: at once when urgent or in office hours."""
    if priority == "urgent" or tenant.is_open(now):
        return now
    return tenant.next_opening(now) or now


def return_at(tenant: Tenant, since: datetime) -> datetime:
    """Return when the assistant answers again, counted from ``since``.

    ``since`` is the last act of the office or, before any, when it was due: what came in on a
    Saturday evening is not given up on Sunday.
    """
    due = tenant.local(since + tenant.section(HandoffPolicy).return_after)
    if NIGHT_ENDS <= due.time() < NIGHT_BEGINS:
        return due
    morning = due.date() + timedelta(days=1 if due.time() >= NIGHT_BEGINS else 0)
    return datetime.combine(morning, NIGHT_ENDS, tzinfo=tenant.time_zone)
