"""Appointment requests, kept for the office to confirm.

request = AppointmentRequest(key="paroisse:c4f2/wamid.1", tenant="paroisse", contact="c4f2",
                             purpose="bapteme", wished_day="mardi", asked_at=now)
store(connection, request)   # True
store(connection, request)   # False: it is stored already
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.storage.database import insert
from engine.storage.tables import appointment_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRequest:
    """One request of one person."""

    # Same when a turn is run again, other for every other request.
    key: str
    tenant: str
    # Our id of the person.
    contact: str
    # Value of slot "motif": "bapteme".
    purpose: str
    # The day in the person's words: "mardi matin".
    wished_day: str
    # Aware.
    asked_at: datetime


def store(connection: sa.Connection, request: AppointmentRequest) -> bool:
    """Store ``request`` unless it is there already; return whether it is new."""
    row = {**asdict(request), "status": "open"}
    statement = insert(connection, appointment_requests).on_conflict_do_nothing()
    return connection.execute(statement, row).rowcount > 0
