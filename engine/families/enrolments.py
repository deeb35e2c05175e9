"""Requests to enrol a child, kept for the office. Open to everybody: nothing is shown of anybody.

request = EnrolmentRequest(key="paroisse:c4f2/wamid.1", tenant="paroisse", contact="c4f2",
                           child_name="Fatou Sarr", age=8, parent_name="Ndeye Sarr", asked_at=now)
store(connection, request)   # True
store(connection, request)   # False: it is stored already

for kept in requests_of(connection, "paroisse"):
    close(connection, "paroisse", kept.id, now)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.families import audit
from engine.storage.database import insert
from engine.storage.tables import contact_aliases, enrolment_requests

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """One request as the office sees it."""

    id: int
    child_name: str
    age: int
    parent_name: str
    # E.164 without plus sign; empty when the person is known by no telephone.
    phone: str
    asked_at: datetime
    # One of the words above.
    status: str

    @property
    def is_open(self) -> bool:
        """Tell whether somebody must still deal with it."""
        return self.status == OPEN


def store(connection: sa.Connection, request: EnrolmentRequest) -> bool:
    """Store ``request`` unless it is there already; return whether it is new."""
    row = {**asdict(request), "status": OPEN}
    statement = insert(connection, enrolment_requests).on_conflict_do_nothing(
        index_elements=["key"]
    )
    # RETURNING, because PostgreSQL does not count the rows of such a statement.
    returning = statement.returning(enrolment_requests.c.id)
    return connection.execute(returning, row).scalar_one_or_none() is not None


def requests_of(
    connection: sa.Connection, tenant: str, *, closed: bool = False
) -> tuple[KeptRequest, ...]:
    """Return the open requests of ``tenant``, the oldest first; with ``closed``, all of them."""
    request, alias = enrolment_requests.c, contact_aliases.c
    phone = (
        sa.select(sa.func.min(alias.value))
        .where(
            alias.kind == "phone", alias.tenant == request.tenant, alias.contact == request.contact
        )
        .scalar_subquery()
        .label("phone")
    )
    found = sa.select(enrolment_requests, phone).where(request.tenant == tenant)
    if not closed:
        found = found.where(request.status == OPEN)
    return tuple(
        KeptRequest(
            id=row.id,
            child_name=row.child_name,
            age=row.age,
            parent_name=row.parent_name,
            phone=row.phone or "",
            asked_at=row.asked_at,
            status=row.status,
        )
        for row in connection.execute(found.order_by(request.asked_at, request.id))
    )


def close(
    connection: sa.Connection, tenant: str, number: int, now: datetime, *, declined: bool = False
) -> bool:
    """Mark an open request as dealt with; tell whether there was one of this number."""
    request = enrolment_requests.c
    done = connection.execute(
        sa.update(enrolment_requests)
        .where(request.tenant == tenant, request.id == number, request.status == OPEN)
        .values(status=DECLINED if declined else ACCEPTED)
    ).rowcount
    if done:
        audit.note(
            connection,
            tenant=tenant,
            actor=audit.STAFF,
            action=audit.ENROLMENT_CLOSED,
            subject=f"enrolment:{number}",
            now=now,
        )
    return bool(done)
