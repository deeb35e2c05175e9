"""When a person is reminded of an appointment, and the timers that do it.

>>> policy = AppointmentPolicy(resources=(), purposes=())
>>> starts, booked = datetime(2026, 11, 25, 8, 30, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
>>> [f"{due.at:%d %H:%M}" for due in plan(policy, starts, "Africa/Dakar", booked)]
['24 08:30', '24 21:00']

A timer is named after the revision of the booking: what was armed before a move is void, even if it
fires. Whoever makes a booking arms them in the same transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from engine.delivery import quiet, timers
from engine.delivery.contracts import ConversationKey
from engine.tenants.sections.appointments import AppointmentPolicy

#: The intent that a due reminder says to the conversation.
INTENT = "rappel_rendez_vous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One reminder to come."""

    # Aware, in UTC.
    at: datetime
    # How long before the appointment it was meant, before quiet hours moved it.
    offset: timedelta


def plan(policy: AppointmentPolicy, starts: datetime, zone: str, now: datetime) -> tuple[Due, ...]:
    """Return the reminders of an appointment that is booked ``now``, in order.

    One that is nearer than its offset is left out, and so is one that quiet hours moved into the
    past or onto another.
    """
    found: dict[datetime, Due] = {}
    for offset in sorted(policy.reminders, reverse=True):
        at = starts.astimezone(UTC) - offset
        if at <= now:
            continue
        if policy.quiet is not None:
            begins, ends = policy.quiet
            at = quiet.move_earlier(at, zone, quiet.Quiet(starts=begins, ends=ends))
        if at > now:
            found.setdefault(at, Due(at=at, offset=offset))
    return tuple(found[at] for at in sorted(found))


def payload(appointment: int, revision: int) -> str:
    """Return what a due reminder says to the conversation.

    >>> payload(12, 1)
    '/rappel_rendez_vous{"rendez_vous": "12", "revision": "1"}'
    """
    facts = {"rendez_vous": str(appointment), "revision": str(revision)}
    return f"/{INTENT}{json.dumps(facts)}"


def arm(
    connection: sa.Connection,
    key: ConversationKey,
    policy: AppointmentPolicy,
    *,
    appointment: int,
    revision: int,
    starts: datetime,
    zone: str,
    now: datetime,
) -> None:
    """Replace the reminders of a booking by those of this revision."""
    disarm(connection, key, appointment)
    for due in plan(policy, starts, zone, now):
        minutes = int(due.offset.total_seconds() // 60)
        timers.arm(
            connection,
            key,
            name=f"{_prefix(appointment)}r{revision}:{minutes}",
            due_at=due.at,
            zone=zone,
            payload=payload(appointment, revision),
            late_policy=timers.SKIP,
            now=now,
        )


def disarm(connection: sa.Connection, key: ConversationKey, appointment: int) -> None:
    """Cancel the reminders of a booking."""
    timers.cancel(connection, key, _prefix(appointment))


def _prefix(appointment: int) -> str:
    return f"rdv:{appointment}:"
