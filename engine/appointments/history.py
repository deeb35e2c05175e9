"""What the appointments of one person amount to: totals and favourites, for the office.

history = read_history(connection, "paroisse", "c4f2", now)
history.kept, history.purposes[0]          # (3, 'rencontrer_un_pretre')
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.storage.tables import appointments


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The appointments of one person, counted."""

    # Still to come.
    coming: int
    # Over, and neither cancelled nor missed.
    kept: int
    cancelled: int
    missed: int
    # Ids, the most frequent first, of what was not cancelled.
    purposes: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def total(self) -> int:
        """All appointments that were ever made."""
        return self.coming + self.kept + self.cancelled + self.missed


def read_history(connection: sa.Connection, tenant: str, contact: str, now: datetime) -> History:
    """Count the appointments of ``contact``."""
    rows = connection.execute(
        sa.select(
            appointments.c.status,
            appointments.c.starts_at,
            appointments.c.purpose,
            appointments.c.resource,
        )
        .where(appointments.c.tenant == tenant, appointments.c.contact == contact)
        .order_by(appointments.c.id)
    ).all()
    booked = [row for row in rows if row.status == "booked"]
    meant = [row for row in rows if row.status != "cancelled"]
    coming = sum(row.starts_at > now for row in booked)
    return History(
        coming=coming,
        kept=len(booked) - coming,
        cancelled=len(rows) - len(meant),
        missed=sum(row.status == "missed" for row in rows),
        purposes=tuple(name for name, _ in Counter(row.purpose for row in meant).most_common()),
        resources=tuple(name for name, _ in Counter(row.resource for row in meant).most_common()),
    )
