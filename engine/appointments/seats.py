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
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from engine.appointments.calendar import Slot, Taken
from engine.storage.database import dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables import seats
from engine.storage.tables.columns import UtcTime
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
    values = {
        "p_tenant": tenant,
        "p_resource": resource,
        "p_now": now,
        "p_from": now - timedelta(days=1),
        "p_until": until,
        "p_contact": contact,
    }
    return [Taken(starts=row.starts_at, ends=row.ends_at) for row in _TAKEN.all(connection, values)]


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
    values: dict[str, Any] = {"p_tenant": tenant, "p_contact": contact}
    if but is None:
        _RELEASE.run(connection, values)
    else:
        values |= {"p_resource": but.resource, "p_starts": but.starts}
        _RELEASE_OTHERS.run(connection, values)


def occupy(connection: sa.Connection, claim: Claim, appointment: int) -> None:
    """Make the seat that ``claim`` holds one of ``appointment``, without an end."""
    _OCCUPY.run(connection, {**_held_by(claim), "p_appointment": appointment})


def leave(connection: sa.Connection, appointment: int, *, but: Slot | None = None) -> None:
    """Free the seat of ``appointment``, unless it is that of slot ``but``."""
    values: dict[str, Any] = {"p_appointment": appointment}
    if but is None:
        _LEAVE.run(connection, values)
    else:
        values |= {"p_resource": but.resource, "p_starts": but.starts}
        _LEAVE_OTHERS.run(connection, values)


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
    values = {**_held_by(claim), "p_now": claim.now, "p_until": claim.until}
    return _PROLONG.run(connection, values) > 0


def _sit_down(connection: sa.Connection, claim: Claim) -> bool:
    if _in_the_way(connection, claim) >= claim.resource.capacity:
        return False
    mine = {
        "tenant": claim.tenant,
        "resource": claim.resource.id,
        "starts_at": claim.slot.starts,
        "contact": claim.contact,
        "held_until": claim.until,
        "ends_at": claim.slot.ends,
        "p_now": claim.now,
    }
    return any(
        _SIT_DOWN.first(connection, {**mine, "seat": seat}) is not None
        for seat in range(claim.resource.capacity)
    )


def _in_the_way(connection: sa.Connection, claim: Claim) -> int:
    buffer = claim.resource.buffer
    values = {
        "p_tenant": claim.tenant,
        "p_resource": claim.resource.id,
        "p_before": claim.slot.ends + buffer,
        "p_after": claim.slot.starts - buffer,
        "p_now": claim.now,
    }
    return int(_IN_THE_WAY.first(connection, values).seats)


def _held_by(claim: Claim) -> dict[str, Any]:
    return {
        "p_tenant": claim.tenant,
        "p_resource": claim.resource.id,
        "p_starts": claim.slot.starts,
        "p_contact": claim.contact,
    }


# -- statements ------------------------------------------------------------------------------

_seat = seats.c
_of_resource = sa.and_(
    _seat.tenant == bindparam("p_tenant"), _seat.resource == bindparam("p_resource")
)
_only_held = _seat.appointment.is_(None)
_is_taken = sa.or_(_seat.appointment.is_not(None), _seat.held_until > bindparam("p_now"))
_elsewhere = sa.or_(
    _seat.resource != bindparam("p_resource"), _seat.starts_at != bindparam("p_starts")
)
_held = sa.and_(
    _of_resource,
    _seat.starts_at == bindparam("p_starts"),
    _seat.contact == bindparam("p_contact"),
    _only_held,
)
_TAKEN = Prepared(
    sa.select(_seat.starts_at, _seat.ends_at).where(
        _of_resource,
        _seat.starts_at < bindparam("p_until"),
        _seat.ends_at > bindparam("p_from"),
        _is_taken,
        sa.or_(_seat.appointment.is_not(None), _seat.contact != bindparam("p_contact")),
    )
)
_IN_THE_WAY = Prepared(
    sa.select(sa.func.count().label("seats"))
    .select_from(seats)
    .where(
        _of_resource,
        _seat.starts_at < bindparam("p_before"),
        _seat.ends_at > bindparam("p_after"),
        _is_taken,
    )
)
_PROLONG = Prepared(
    sa.update(seats)
    .where(_held, _seat.held_until > bindparam("p_now"))
    .values(held_until=bindparam("p_until"))
)
_OCCUPY = Prepared(
    sa.update(seats).where(_held).values(appointment=bindparam("p_appointment"), held_until=None)
)
_holds_of = (
    sa.delete(seats)
    .where(_seat.tenant == bindparam("p_tenant"), _seat.contact == bindparam("p_contact"))
    .where(_only_held)
)
_RELEASE = Prepared(_holds_of)
_RELEASE_OTHERS = Prepared(_holds_of.where(_elsewhere))
_seats_of = sa.delete(seats).where(_seat.appointment == bindparam("p_appointment"))
_LEAVE = Prepared(_seats_of)
_LEAVE_OTHERS = Prepared(_seats_of.where(_elsewhere))


def _sitting_down(dialect: str) -> sa.Executable:
    """Word how a seat is taken: a new row, or one whose hold has ended."""
    statement = dialect_insert(dialect, seats)
    return statement.on_conflict_do_update(
        index_elements=["tenant", "resource", "starts_at", "seat"],
        set_={name: statement.excluded[name] for name in ("contact", "held_until", "ends_at")},
        where=sa.and_(_only_held, _seat.held_until <= bindparam("p_now", type_=UtcTime)),
    ).returning(_seat.seat)


_SIT_DOWN = Prepared(_sitting_down)
