"""Seats: who has which slot, for ten minutes or for good. The primary key is the guard.

    taken = seats.hold(connection, Claim(tenant="paroisse", slot=slot, resource=resource,
                                         contact="c4f2", now=now, until=now + minutes))
    taken                                        # False: somebody else has the slot

A slot has as many seats as people may come to it. A seat is taken by inserting its row, or by
taking over one whose hold has ended, in one statement that only one of many can win.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from engine.appointments.calendar import Slot, Taken
from engine.storage.database import insert
from engine.storage.tables import seats
from engine.tenants.sections.appointments import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One person who wants one slot."""

    tenant: str
    slot: Slot
    resource: Resource
    contact: str
    now: datetime
    # Until when it is kept, unless it is booked by then.
    until: datetime


def taken(
    connection: sa.Connection,
    tenant: str,
    resource: str,
    *,
    now: datetime,
    until: datetime,
    contact: str = "",
) -> list[Taken]:
    """Return the seats of ``resource`` that are taken from ``now`` to ``until``.

    What ``contact`` only holds does not count: it is in nobody else's way than theirs.
    """
    found = connection.execute(
        sa.select(seats.c.starts_at, seats.c.ends_at).where(
            seats.c.tenant == tenant,
            seats.c.resource == resource,
            seats.c.starts_at < until,
            seats.c.ends_at > now - timedelta(days=1),
            _is_taken(now),
            sa.or_(seats.c.appointment.is_not(None), seats.c.contact != contact),
        )
    )
    return [Taken(starts=row.starts_at, ends=row.ends_at) for row in found]


def hold(connection: sa.Connection, claim: Claim) -> bool:
    """Keep a seat for ``claim``; return whether there was one.

    A person holds one slot at a time: their other holds end. Asked again, the hold is prolonged.
    """
    stand_in_line(connection, claim.tenant, claim.resource.id)
    if not _prolong(connection, claim) and not _sit_down(connection, claim):
        return False
    release(connection, claim.tenant, claim.contact, but=claim.slot)
    return True


def release(
    connection: sa.Connection, tenant: str, contact: str, *, but: Slot | None = None
) -> None:
    """End what ``contact`` holds, all ``but`` one slot; what is booked stays."""
    statement = sa.delete(seats).where(
        seats.c.tenant == tenant, seats.c.contact == contact, seats.c.appointment.is_(None)
    )
    if but is not None:
        statement = statement.where(
            sa.or_(seats.c.resource != but.resource, seats.c.starts_at != but.starts)
        )
    connection.execute(statement)


def occupy(connection: sa.Connection, claim: Claim, appointment: int) -> None:
    """Make the seat that ``claim`` holds one of ``appointment``, without an end."""
    held = sa.and_(_at(claim), seats.c.contact == claim.contact, seats.c.appointment.is_(None))
    connection.execute(
        sa.update(seats).where(held).values(appointment=appointment, held_until=None)
    )


def leave(connection: sa.Connection, appointment: int, *, but: Slot | None = None) -> None:
    """Free the seat of ``appointment``, unless it is that of slot ``but``."""
    statement = sa.delete(seats).where(seats.c.appointment == appointment)
    if but is not None:
        statement = statement.where(
            sa.or_(seats.c.resource != but.resource, seats.c.starts_at != but.starts)
        )
    connection.execute(statement)


def stand_in_line(connection: sa.Connection, tenant: str, resource: str) -> None:
    """Let whoever wants a seat of ``resource`` wait until this transaction is done.

    The primary key keeps two people out of one seat by itself. That slots which begin at different
    times (their length was changed in between) do not overlap can only be seen one after the other.
    SQLite lets one transaction write at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"seats/{tenant}/{resource}")))
        )


def _prolong(connection: sa.Connection, claim: Claim) -> bool:
    """Prolong what the person holds already."""
    held = sa.and_(
        _at(claim),
        seats.c.contact == claim.contact,
        seats.c.appointment.is_(None),
        seats.c.held_until > claim.now,
    )
    done = connection.execute(sa.update(seats).where(held).values(held_until=claim.until))
    return done.rowcount > 0


def _sit_down(connection: sa.Connection, claim: Claim) -> bool:
    if _in_the_way(connection, claim) >= claim.resource.capacity:
        return False
    free = sa.and_(seats.c.appointment.is_(None), seats.c.held_until <= claim.now)
    mine = {"contact": claim.contact, "held_until": claim.until, "ends_at": claim.slot.ends}
    for seat in range(claim.resource.capacity):
        done = connection.execute(
            insert(connection, seats)
            .values(
                tenant=claim.tenant,
                resource=claim.resource.id,
                starts_at=claim.slot.starts,
                seat=seat,
                **mine,
            )
            .on_conflict_do_update(
                index_elements=["tenant", "resource", "starts_at", "seat"], set_=mine, where=free
            )
            .returning(seats.c.seat)
        )
        if done.first() is not None:
            return True
    return False


def _in_the_way(connection: sa.Connection, claim: Claim) -> int:
    buffer = claim.resource.buffer
    found = connection.scalar(
        sa.select(sa.func.count())
        .select_from(seats)
        .where(
            seats.c.tenant == claim.tenant,
            seats.c.resource == claim.resource.id,
            seats.c.starts_at < claim.slot.ends + buffer,
            seats.c.ends_at > claim.slot.starts - buffer,
            _is_taken(claim.now),
        )
    )
    return int(found or 0)


def _at(claim: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(
        seats.c.tenant == claim.tenant,
        seats.c.resource == claim.resource.id,
        seats.c.starts_at == claim.slot.starts,
    )


def _is_taken(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(seats.c.appointment.is_not(None), seats.c.held_until > now)
