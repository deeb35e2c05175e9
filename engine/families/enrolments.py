"""Requests to enrol a child, kept for the office. Open to everybody: nothing is shown of anybody.

request = EnrolmentRequest(key="paroisse:c4f2/wamid.1", tenant="paroisse", contact="c4f2",
                           child_name="Fatou Sarr", age=8, parent_name="Ndeye Sarr", asked_at=now)
store(connection, request)   # True
store(connection, request)   # False: it is stored already
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.storage.database import insert
from engine.storage.tables import enrolment_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRequest:
    """One request of one person."""

    # Same when a turn is run again, other for every other request.
    key: str
    tenant: str
    # Our id of the person.
    contact: str
    child_name: str
    # In years, as the parent said.
    age: int
    parent_name: str
    # Aware.
    asked_at: datetime


def store(connection: sa.Connection, request: EnrolmentRequest) -> bool:
    """Store ``request`` unless it is there already; return whether it is new."""
    row = {**asdict(request), "status": "open"}
    statement = insert(connection, enrolment_requests).on_conflict_do_nothing(
        index_elements=["key"]
    )
    # RETURNING, because PostgreSQL does not count the rows of such a statement.
    returning = statement.returning(enrolment_requests.c.id)
    return connection.execute(returning, row).scalar_one_or_none() is not None
