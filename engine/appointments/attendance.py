"""Who came and who did not, as the office notes it afterwards.

::

    for row in list_appointments(connection, "paroisse", since, until):
        row.id, row.said, row.state(now)           # 12, "mardi 24 novembre 2026 à 15 h", State.KEPT
    note_attendance(connection, "paroisse", 12, came=False, now=now)     # Note.DONE

An appointment that is over counts as kept until somebody says otherwise.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.appointments.bookings import BOOKED, CANCELLED
from engine.storage.tables import appointments, contacts

MISSED = "missed"


class State(enum.StrEnum):
    """What became of an appointment."""

    COMING = "coming"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Note(enum.StrEnum):
    """What became of a note of the office."""

    DONE = "done"
    UNKNOWN = "unknown"  # no such appointment of this tenant
    COMING = "coming"  # nobody can have missed it yet
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One appointment, as the office reads it."""

    id: int
    # As it was said to the person.
    said: str
    # Ids in the tenant's file.
    resource: str
    purpose: str
    # Name of the person's profile; empty when nobody knows it.
    person: str
    starts_at: datetime
    status: str
    # The person said that they would come.
    confirmed_at: datetime | None

    def state(self, now: datetime) -> State:
        """Tell what became of it."""
        if self.status in (CANCELLED, MISSED):
            return State(self.status)
        return State.COMING if self.starts_at > now else State.KEPT


def list_appointments(
    connection: sa.Connection, tenant: str, since: datetime, until: datetime
) -> list[Listed]:
    """Return the appointments that begin from ``since`` up to ``until``, in order of time."""
    row = appointments.c
    person = sa.func.coalesce(contacts.c.profile_name, "").label("person")
    rows = connection.execute(
        sa.select(
            *(row.id, row.said, row.resource, row.purpose, row.starts_at, row.status),
            *(row.confirmed_at, person),
        )
        .select_from(
            appointments.outerjoin(
                contacts, sa.and_(contacts.c.id == row.contact, contacts.c.tenant == tenant)
            )
        )
        .where(row.tenant == tenant, row.starts_at >= since, row.starts_at < until)
        .order_by(row.starts_at, row.id)
    )
    return [Listed(**found._asdict()) for found in rows]


def note_attendance(
    connection: sa.Connection, tenant: str, appointment: int, *, came: bool, now: datetime
) -> Note:
    """Note whether the person came to an appointment that has begun; noted already, it stays so."""
    mine = (appointments.c.id == appointment, appointments.c.tenant == tenant)
    found = connection.execute(
        sa.select(appointments.c.status, appointments.c.starts_at).where(*mine)
    ).first()
    if found is None:
        return Note.UNKNOWN
    if found.status == CANCELLED:
        return Note.CANCELLED
    if found.starts_at > now:
        return Note.COMING
    status = BOOKED if came else MISSED
    if found.status != status:
        connection.execute(
            sa.update(appointments).where(*mine).values(status=status, changed_at=now)
        )
    return Note.DONE
