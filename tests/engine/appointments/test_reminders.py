"""Reminders: when, for whom, and void as soon as the appointment changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from engine.appointments.bookings import Booking, Bookings
from engine.appointments.reminders import payload, plan
from engine.flows.payloads import parse_payload
from engine.storage import tables
from engine.storage.database import Database
from tests.engine.appointments.offices import MONDAY, office, policy
from tests.engine.appointments.test_bookings import slots_of, wanted

DAY = timedelta(days=1)


def dues(
    starts: datetime, now: datetime, zone: str = "Africa/Dakar", **changes: object
) -> list[str]:
    here = ZoneInfo(zone)
    found = plan(policy(**changes), starts, zone, now)
    return [f"{due.at.astimezone(here):%d %H:%M}" for due in found]


@pytest.mark.parametrize(
    ("starts", "booked", "expected"),
    [
        # A day and two hours before.
        ("2026-11-26T15:30", "2026-11-23T08:00", ["25 15:30", "26 13:30"]),
        # Booked twenty hours before: the day before is over.
        ("2026-11-26T15:30", "2026-11-25T19:30", ["26 13:30"]),
        # Two hours before nine is night: the evening before.
        ("2026-11-26T09:00", "2026-11-23T08:00", ["25 09:00", "25 21:00"]),
        # ... which is over.
        ("2026-11-26T09:00", "2026-11-25T22:00", []),
        # Both fall on the evening before: one is enough.
        ("2026-11-26T07:00", "2026-11-23T08:00", ["24 21:00", "25 21:00"]),
    ],
)
def test_when_somebody_is_reminded(starts: str, booked: str, expected: list[str]) -> None:
    at, now = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (starts, booked))
    assert dues(at, now) == expected


def test_two_reminders_of_one_moment_are_one() -> None:
    starts = MONDAY + 2 * DAY - timedelta(hours=2)
    offsets = (timedelta(hours=3), timedelta(hours=2), timedelta(hours=1))
    assert dues(starts, MONDAY, reminders=offsets) == ["24 21:00"]


def test_no_reminders_and_no_quiet_hours() -> None:
    starts = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert dues(starts, MONDAY, reminders=()) == []
    assert dues(starts, MONDAY, quiet=None) == ["25 09:00", "26 07:00"]


@given(
    zone=st.sampled_from(["Africa/Dakar", "Europe/Paris", "America/New_York"]),
    starts=st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 31)),
    ahead=st.integers(1, 72),
)
def test_a_reminder_is_in_time_and_never_at_night(zone: str, starts: datetime, ahead: int) -> None:
    at = starts.replace(tzinfo=UTC, second=0, microsecond=0)
    now = at - timedelta(hours=ahead)
    found = plan(policy(), at, zone, now)
    assert len({due.at for due in found}) == len(found) <= 2
    for due in found:
        clock = due.at.astimezone(ZoneInfo(zone)).time()
        assert now < due.at <= at - due.offset
        assert time(8) <= clock <= time(21)


# -- timers ------------------------------------------------------------------------------------


def met(database: Database, contact: str = "awa") -> None:
    with database.transaction() as connection:
        connection.execute(
            sa.insert(tables.contacts).values(
                id=contact, tenant="paroisse", created_at=MONDAY, last_seen_at=MONDAY
            )
        )


def armed(database: Database) -> list[tuple[str, str]]:
    statement = (
        sa.select(tables.timers.c.name, tables.timers.c.payload)
        .where(tables.timers.c.status == "armed")
        .order_by(tables.timers.c.due_at)
    )
    with database.reading() as connection:
        return [(row.name, row.payload) for row in connection.execute(statement)]


def test_a_booking_arms_its_reminders_and_a_move_replaces_them(database: Database) -> None:
    met(database)
    bookings = Bookings(office())
    first, *_, other = slots_of(bookings)
    with database.transaction() as connection:
        made = bookings.book(connection, wanted(first), MONDAY)
        assert isinstance(made, Booking)
    expected = [(f"rdv:{made.id}:r0:{minutes}", payload(made.id, 0)) for minutes in (1440, 120)]
    assert armed(database) == expected
    with database.transaction() as connection:
        bookings.move(connection, made.id, "awa", other, "", MONDAY)
    assert [name for name, _ in armed(database)] == [f"rdv:{made.id}:r1:{m}" for m in (1440, 120)]
    with database.transaction() as connection:
        bookings.cancel(connection, made.id, "awa", MONDAY)
    assert armed(database) == []


def test_reminders_are_stored_with_the_booking_or_not_at_all(database: Database) -> None:
    met(database)
    bookings = Bookings(office())
    with pytest.raises(RuntimeError), database.transaction() as connection:
        bookings.book(connection, wanted(slots_of(bookings)[0]), MONDAY)
        raise RuntimeError("power cut")
    assert armed(database) == []
    with database.reading() as connection:
        assert bookings.coming(connection, "awa", MONDAY) == []


def test_people_whom_nobody_can_write_to_are_not_reminded(database: Database) -> None:
    bookings = Bookings(office())
    with database.transaction() as connection:
        made = bookings.book(connection, wanted(slots_of(bookings)[0]), MONDAY)
    assert isinstance(made, Booking) and armed(database) == []


def test_a_reminder_says_which_revision_it_is_of() -> None:
    read = parse_payload(payload(12, 3))
    assert read is not None and read.intent == "rappel_rendez_vous"
    assert dict(read.entities) == {"rendez_vous": "12", "revision": "3"}
