"""Bookings: made, moved, confirmed and cancelled, each in the caller's transaction.

    bookings = Bookings(tenant)
    made = bookings.book(connection, wanted, now)      # a Booking, or why there is none
    bookings.coming(connection, "c4f2", now)           # [made]
    bookings.cancel(connection, made.id, "c4f2", now)

Everything is asked for by a contact, and nobody gets hold of what is another one's.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from engine.appointments import reminders, seats
from engine.appointments.calendar import Slot, calendar_of
from engine.appointments.seats import Claim
from engine.delivery.contracts import ConversationKey
from engine.storage.database import dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables import appointments
from engine.tenants import Tenant
from engine.tenants.sections.appointments import Resource

BOOKED, CANCELLED = "booked", "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One appointment as it is stored."""

    id: int
    contact: str
    # Ids in the tenant's file, which may have changed since.
    resource: str
    purpose: str
    # Aware, in UTC.
    starts_at: datetime
    ends_at: datetime
    # As it was said to the person: "mardi 24 novembre 2026 à 15 h".
    said: str
    note: str
    # "booked" | "cancelled" | "missed"
    status: str
    revision: int
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A booking to be made."""

    # Same when a turn is run again, so that it is booked once.
    key: str
    contact: str
    slot: Slot
    purpose: str
    # The slot in words, with weekday and year.
    said: str
    note: str = ""


class Refusal(enum.StrEnum):
    """Why nothing was done."""

    GONE = "gone"  # somebody else has the slot, or it cannot be had any more
    TOO_MANY = "too_many"  # the person has as many appointments as allowed
    TOO_LATE = "too_late"  # only a person can change it so shortly before
    UNKNOWN = "unknown"  # no such booking of this person, or it is cancelled


class Bookings:
    """The bookings of one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.calendar = calendar_of(tenant)
        self.policy = self.calendar.policy

    # -- reading -----------------------------------------------------------------------------

    def free(
        self,
        connection: sa.Connection,
        resources: Iterable[Resource],
        contact: str,
        now: datetime,
    ) -> list[Slot]:
        """Return the free slots of ``resources``, in their order; own holds count as free."""
        until = now + timedelta(days=self.policy.horizon_days + 2)
        return list(
            chain.from_iterable(
                self.calendar.free(
                    resource,
                    seats.taken(
                        connection,
                        self._tenant.id,
                        resource.id,
                        now=now,
                        until=until,
                        contact=contact,
                    ),
                    now,
                )
                for resource in resources
            )
        )

    def coming(self, connection: sa.Connection, contact: str, now: datetime) -> list[Booking]:
        """Return the appointments to come of ``contact``, the next one first."""
        values = {"p_tenant": self._tenant.id, "p_contact": contact, "p_now": now}
        return [_booking(row) for row in _COMING.all(connection, values)]

    def find(self, connection: sa.Connection, booking_id: int, contact: str) -> Booking | None:
        """Return a booking of ``contact``; None when it is another one's or does not exist."""
        values = {"p_id": booking_id, "p_tenant": self._tenant.id, "p_contact": contact}
        row = _FIND.first(connection, values)
        return None if row is None else _booking(row)

    def may_book(self, connection: sa.Connection, contact: str, now: datetime) -> bool:
        """Tell whether ``contact`` may have one more appointment."""
        return len(self.coming(connection, contact, now)) < self.policy.max_open

    def may_change(self, booking: Booking, now: datetime) -> bool:
        """Tell whether ``booking`` may still be moved or cancelled by message."""
        return booking.starts_at - now >= self.policy.cancel_until

    # -- writing -----------------------------------------------------------------------------

    def hold(self, connection: sa.Connection, slot: Slot, contact: str, now: datetime) -> bool:
        """Keep ``slot`` for ``contact`` for a few minutes; return whether it could be had."""
        return self._take(connection, slot, contact, now, asked_at=now)

    def release(self, connection: sa.Connection, contact: str) -> None:
        """Let others have what ``contact`` holds and has not booked."""
        seats.release(connection, self._tenant.id, contact)

    def book(self, connection: sa.Connection, wanted: Wanted, now: datetime) -> Booking | Refusal:
        """Book a slot, held before or not; the same key again gives the same booking."""
        known = self._by_key(connection, wanted.key)
        if known is not None:
            return known
        if not self.may_book(connection, wanted.contact, now):
            return Refusal.TOO_MANY
        if not self._take(connection, wanted.slot, wanted.contact, now):
            return Refusal.GONE
        booking_id = self._insert(connection, wanted, now)
        if booking_id is None:
            # The same turn runs twice at once, and the other one was faster.
            return self._by_key(connection, wanted.key) or Refusal.GONE
        self._sit_down(connection, booking_id, wanted.slot, wanted.contact, now)
        self._remind(connection, wanted.contact, booking_id, 0, wanted.slot, now)
        made = self.find(connection, booking_id, wanted.contact)
        return made or Refusal.UNKNOWN

    def move(
        self,
        connection: sa.Connection,
        booking_id: int,
        contact: str,
        slot: Slot,
        said: str,
        now: datetime,
    ) -> Booking | Refusal:
        """Move a booking to ``slot``; moved there already, it stays as it is."""
        booking = self.find(connection, booking_id, contact)
        if booking is None or booking.status != BOOKED:
            return Refusal.UNKNOWN
        if (booking.resource, booking.starts_at) == (slot.resource, slot.starts):
            return booking
        if not self.may_change(booking, now):
            return Refusal.TOO_LATE
        if not self._take(connection, slot, contact, now):
            return Refusal.GONE
        revision = booking.revision + 1
        changed = self._change(
            connection,
            booking,
            resource=slot.resource,
            starts_at=slot.starts,
            ends_at=slot.ends,
            said=said,
            revision=revision,
            confirmed_at=None,
            changed_at=now,
        )
        if not changed:
            return Refusal.UNKNOWN
        self._sit_down(connection, booking.id, slot, contact, now)
        seats.leave(connection, booking.id, but=slot)
        self._remind(connection, contact, booking.id, revision, slot, now)
        return self.find(connection, booking.id, contact) or Refusal.UNKNOWN

    def cancel(
        self, connection: sa.Connection, booking_id: int, contact: str, now: datetime
    ) -> Booking | Refusal:
        """Cancel a booking; cancelled already, it stays so."""
        booking = self.find(connection, booking_id, contact)
        if booking is None:
            return Refusal.UNKNOWN
        if booking.status == CANCELLED:
            return booking
        if booking.status != BOOKED:
            return Refusal.UNKNOWN
        if not self.may_change(booking, now):
            return Refusal.TOO_LATE
        revision = booking.revision + 1
        if not self._change(
            connection, booking, status=CANCELLED, revision=revision, changed_at=now
        ):
            return Refusal.UNKNOWN
        seats.leave(connection, booking.id)
        reminders.disarm(connection, self._key(contact), booking.id)
        return self.find(connection, booking.id, contact) or Refusal.UNKNOWN

    def confirm(
        self, connection: sa.Connection, booking_id: int, contact: str, now: datetime
    ) -> Booking | Refusal:
        """Note that the person said they will come."""
        booking = self.find(connection, booking_id, contact)
        if booking is None or booking.status != BOOKED or booking.ends_at <= now:
            return Refusal.UNKNOWN
        if booking.confirmed_at is None:
            self._change(connection, booking, confirmed_at=now, changed_at=now)
        return booking

    def _take(
        self,
        connection: sa.Connection,
        slot: Slot,
        contact: str,
        now: datetime,
        asked_at: datetime | None = None,
    ) -> bool:
        """Hold ``slot``; it was asked for as long ago as a hold lasts, unless ``asked_at`` says."""
        resource = self.policy.resource(slot.resource)
        asked_at = asked_at or now - self.policy.hold
        if resource is None or not self.calendar.is_open_at(slot, asked_at):
            return False
        return seats.hold(connection, self._claim(slot, resource, contact, now))

    # -- rows --------------------------------------------------------------------------------

    def _by_key(self, connection: sa.Connection, key: str) -> Booking | None:
        row = _BY_KEY.first(connection, {"p_key": key, "p_tenant": self._tenant.id})
        return None if row is None else _booking(row)

    def _insert(self, connection: sa.Connection, wanted: Wanted, now: datetime) -> int | None:
        values = {
            "key": wanted.key,
            "tenant": self._tenant.id,
            "contact": wanted.contact,
            "resource": wanted.slot.resource,
            "purpose": wanted.purpose,
            "starts_at": wanted.slot.starts,
            "ends_at": wanted.slot.ends,
            "zone": self._tenant.zone_name,
            "said": wanted.said,
            "note": wanted.note,
            "status": BOOKED,
            "booked_at": now,
            "changed_at": now,
        }
        made = _INSERT.first(connection, values)
        return None if made is None else int(made.id)

    def _change(self, connection: sa.Connection, booking: Booking, **values: Any) -> bool:
        """Write ``values`` unless the booking has changed since it was read."""
        done = connection.execute(
            sa.update(appointments)
            .where(
                appointments.c.id == booking.id,
                appointments.c.revision == booking.revision,
                appointments.c.status == BOOKED,
            )
            .values(**values)
        )
        return done.rowcount > 0

    def _sit_down(
        self, connection: sa.Connection, booking_id: int, slot: Slot, contact: str, now: datetime
    ) -> None:
        resource = self.policy.resource(slot.resource)
        assert resource is not None  # its seat is held
        seats.occupy(connection, self._claim(slot, resource, contact, now), booking_id)

    def _remind(
        self,
        connection: sa.Connection,
        contact: str,
        booking_id: int,
        revision: int,
        slot: Slot,
        now: datetime,
    ) -> None:
        reminders.arm(
            connection,
            self._key(contact),
            self.policy,
            appointment=booking_id,
            revision=revision,
            starts=slot.starts,
            zone=self._tenant.zone_name,
            now=now,
        )

    def _claim(self, slot: Slot, resource: Resource, contact: str, now: datetime) -> Claim:
        return Claim(
            tenant=self._tenant.id,
            slot=slot,
            resource=resource,
            contact=contact,
            now=now,
            until=now + self.policy.hold,
        )

    def _key(self, contact: str) -> ConversationKey:
        return ConversationKey(tenant=self._tenant.id, contact=contact)


_row = appointments.c
_booked = sa.select(*(_row[field.name] for field in fields(Booking))).where(
    _row.tenant == bindparam("p_tenant")
)
_COMING = Prepared(
    _booked.where(
        _row.contact == bindparam("p_contact"),
        _row.status == BOOKED,
        _row.starts_at > bindparam("p_now"),
    ).order_by(_row.starts_at, _row.id)
)
_FIND = Prepared(
    _booked.where(_row.id == bindparam("p_id"), _row.contact == bindparam("p_contact"))
)
_BY_KEY = Prepared(_booked.where(_row.key == bindparam("p_key")))
_INSERT = Prepared(
    lambda dialect: (
        dialect_insert(dialect, appointments)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(_row.id)
    )
)


def _booking(row: Any) -> Booking:
    return Booking(**row._asdict())
