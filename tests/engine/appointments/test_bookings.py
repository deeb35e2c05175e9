"""Holds and bookings: one seat, one person, whatever happens at the same time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from engine.appointments import seats
from engine.appointments.bookings import Booking, Bookings, Refusal, Wanted
from engine.appointments.calendar import Slot
from engine.appointments.history import read_history
from engine.storage import tables
from engine.storage.database import Database
from tests.engine.appointments.offices import MONDAY, office, priest

SOON = timedelta(minutes=1)


def slots_of(bookings: Bookings) -> list[Slot]:
    [resource] = bookings.policy.resources
    return list(bookings.calendar.free(resource, [], MONDAY))


def wanted(slot: Slot, contact: str = "awa", key: str = "") -> Wanted:
    key = key or f"{contact}/{slot.id}"
    return Wanted(key=key, contact=contact, slot=slot, purpose="bapteme", said="mardi")


def booked(database: Database, bookings: Bookings, slot: Slot, contact: str = "awa") -> Booking:
    with database.transaction() as connection:
        made = bookings.book(connection, wanted(slot, contact), MONDAY)
    assert isinstance(made, Booking)
    return made


def seated(database: Database) -> list[tuple[str, int | None]]:
    statement = sa.select(tables.seats.c.contact, tables.seats.c.appointment)
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def free(
    database: Database, bookings: Bookings, contact: str = "other", now: datetime = MONDAY
) -> list[Slot]:
    with database.reading() as connection:
        return bookings.free(connection, bookings.policy.resources, contact, now)


# -- holding -----------------------------------------------------------------------------------


def test_a_hold_keeps_others_out_until_it_ends(database: Database) -> None:
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]
    with database.transaction() as connection:
        assert bookings.hold(connection, slot, "awa", MONDAY)
        assert not bookings.hold(connection, slot, "binta", MONDAY)
    assert slot not in free(database, bookings) and slot in free(database, bookings, "awa")
    later = MONDAY + bookings.policy.hold + SOON
    assert slot in free(database, bookings, now=later)
    with database.transaction() as connection:
        assert bookings.hold(connection, slot, "binta", later)
        assert not bookings.hold(connection, slot, "awa", later)
    assert seated(database) == [("binta", None)]


def test_a_person_holds_one_slot_at_a_time(database: Database) -> None:
    bookings = Bookings(office())
    first, second, *_ = slots_of(bookings)
    with database.transaction() as connection:
        assert bookings.hold(connection, first, "awa", MONDAY)
        assert bookings.hold(connection, second, "awa", MONDAY)
        assert bookings.hold(connection, second, "awa", MONDAY + SOON), "asked again: prolonged"
    assert first in free(database, bookings) and second not in free(database, bookings)
    almost = MONDAY + SOON + bookings.policy.hold - timedelta(seconds=1)
    assert second not in free(database, bookings, now=almost)


def test_what_may_not_be_booked_is_not_held(database: Database) -> None:
    bookings = Bookings(office())
    first, *_, last = slots_of(bookings)
    stranger = Slot(starts=first.starts, ends=first.ends, resource="nobody")
    with database.transaction() as connection:
        assert not bookings.hold(connection, first, "awa", first.starts - timedelta(hours=11))
        assert not bookings.hold(connection, last, "awa", MONDAY - timedelta(days=30))
        assert not bookings.hold(connection, stranger, "awa", MONDAY)


def test_slots_of_an_older_length_do_not_overlap_new_ones(database: Database) -> None:
    short, long = Bookings(office()), Bookings(office(priest(slot=timedelta(minutes=50))))
    half_past_four = slots_of(short)[2]
    booked(database, short, half_past_four)
    assert [f"{slot.starts:%H:%M}" for slot in free(database, long)[:2]] == ["15:30", "17:10"]
    in_the_way = slots_of(long)[1]
    with database.transaction() as connection:
        assert not long.hold(connection, in_the_way, "binta", MONDAY)


# -- many at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("capacity", [1, 3])
def test_a_hundred_people_and_one_slot(database: Database, capacity: int) -> None:
    bookings = Bookings(office(priest(capacity=capacity)))
    slot = slots_of(bookings)[0]

    def attempt(number: int) -> Booking | Refusal:
        with database.transaction() as connection:
            return bookings.book(connection, wanted(slot, f"person{number}"), MONDAY)

    with ThreadPoolExecutor(16) as people:
        results = list(people.map(attempt, range(100)))
    assert sum(isinstance(result, Booking) for result in results) == capacity
    assert results.count(Refusal.GONE) == 100 - capacity
    assert len(seated(database)) == capacity
    assert all(appointment is not None for _, appointment in seated(database))


@pytest.mark.asyncio
async def test_a_hundred_people_in_one_process(database: Database) -> None:
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]
    attempts = [
        database.run(bookings.book, wanted(slot, f"person{number}"), MONDAY)
        for number in range(100)
    ]
    results = await asyncio.gather(*attempts)
    assert sum(isinstance(result, Booking) for result in results) == 1


@pytest.mark.parametrize("capacity", [1, 3])
def test_a_hundred_people_after_holds_that_have_ended(database: Database, capacity: int) -> None:
    bookings = Bookings(office(priest(capacity=capacity)))
    slot = slots_of(bookings)[0]
    with database.transaction() as connection:
        for number in range(capacity):
            assert bookings.hold(connection, slot, f"gone{number}", MONDAY - timedelta(hours=1))

    def attempt(number: int) -> bool:
        with database.transaction() as connection:
            return bookings.hold(connection, slot, f"person{number}", MONDAY)

    with ThreadPoolExecutor(16) as people:
        results = list(people.map(attempt, range(100)))
    assert sum(results) == capacity == len(seated(database))


def test_the_primary_key_alone_keeps_two_people_out_of_one_seat(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "stand_in_line", lambda *_: None)
    monkeypatch.setattr(seats, "_in_the_way", lambda *_: 0)
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]

    def attempt(number: int) -> bool:
        with database.transaction() as connection:
            return bookings.hold(connection, slot, f"person{number}", MONDAY)

    with ThreadPoolExecutor(16) as people:
        assert sum(people.map(attempt, range(50))) == 1


# -- booking -----------------------------------------------------------------------------------


def test_the_same_turn_books_once(database: Database) -> None:
    bookings = Bookings(office())
    first, second, *_ = slots_of(bookings)
    with database.transaction() as connection:
        made = bookings.book(connection, wanted(first, key="m1"), MONDAY)
        assert bookings.book(connection, wanted(first, key="m1"), MONDAY) == made
        assert bookings.book(connection, wanted(second, key="m1"), MONDAY) == made
        assert bookings.coming(connection, "awa", MONDAY) == [made]
    assert len(seated(database)) == 1


def test_no_more_appointments_than_allowed(database: Database) -> None:
    bookings = Bookings(office(max_open=2))
    first, second, third, *_ = slots_of(bookings)
    booked(database, bookings, first)
    made = booked(database, bookings, second)
    with database.transaction() as connection:
        assert bookings.book(connection, wanted(third), MONDAY) is Refusal.TOO_MANY
        assert isinstance(bookings.book(connection, wanted(third, "binta"), MONDAY), Booking)
        bookings.cancel(connection, made.id, "awa", MONDAY)
        assert bookings.may_book(connection, "awa", MONDAY)


def test_a_hold_that_ended_is_booked_all_the_same_when_nobody_took_it(database: Database) -> None:
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]
    with database.transaction() as connection:
        bookings.hold(connection, slot, "awa", MONDAY - timedelta(hours=2))
        assert isinstance(bookings.book(connection, wanted(slot), MONDAY), Booking)


def test_the_notice_may_end_while_the_person_confirms(database: Database) -> None:
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]
    last_moment = slot.starts - bookings.policy.notice
    with database.transaction() as connection:
        assert bookings.hold(connection, slot, "awa", last_moment)
        assert not bookings.hold(connection, slot, "binta", last_moment + SOON)
        made = bookings.book(connection, wanted(slot), last_moment + SOON)
        later = last_moment + bookings.policy.hold + SOON
        assert bookings.book(connection, wanted(slot, "binta"), later) is Refusal.GONE
    assert isinstance(made, Booking)


def test_what_is_booked_is_stored_with_its_zone_and_words(database: Database) -> None:
    bookings = Bookings(office(zone="Europe/Paris"))
    made = booked(database, bookings, slots_of(bookings)[0])
    with database.reading() as connection:
        [row] = connection.execute(sa.select(tables.appointments)).mappings()
    assert (row["zone"], row["said"], row["status"]) == ("Europe/Paris", "mardi", "booked")
    assert row["starts_at"] == made.starts_at and made.starts_at.utcoffset() == timedelta(0)
    assert f"{made.starts_at:%H:%M}" == "14:30"


# -- changing ----------------------------------------------------------------------------------


def test_a_move_frees_the_old_slot_and_takes_the_new_one(database: Database) -> None:
    bookings = Bookings(office())
    first, second, *_ = slots_of(bookings)
    made = booked(database, bookings, first)
    with database.transaction() as connection:
        bookings.confirm(connection, made.id, "awa", MONDAY)
        moved = bookings.move(connection, made.id, "awa", second, "plus tard", MONDAY)
        assert bookings.move(connection, made.id, "awa", second, "plus tard", MONDAY) == moved
    assert isinstance(moved, Booking)
    assert (moved.starts_at, moved.said, moved.revision) == (second.starts, "plus tard", 1)
    assert moved.confirmed_at is None, "they said they would come at another hour"
    assert first in free(database, bookings) and second not in free(database, bookings)
    assert len(seated(database)) == 1


def test_a_move_to_a_taken_slot_changes_nothing(database: Database) -> None:
    bookings = Bookings(office())
    first, second, *_ = slots_of(bookings)
    made = booked(database, bookings, first)
    booked(database, bookings, second, "binta")
    with database.transaction() as connection:
        assert bookings.move(connection, made.id, "awa", second, "", MONDAY) is Refusal.GONE
        assert bookings.find(connection, made.id, "awa") == made
    assert sorted(contact for contact, _ in seated(database)) == ["awa", "binta"]


def test_a_cancelled_appointment_frees_its_slot(database: Database) -> None:
    bookings = Bookings(office())
    slot = slots_of(bookings)[0]
    made = booked(database, bookings, slot)
    with database.transaction() as connection:
        cancelled = bookings.cancel(connection, made.id, "awa", MONDAY)
        assert bookings.cancel(connection, made.id, "awa", MONDAY) == cancelled
        assert bookings.coming(connection, "awa", MONDAY) == []
        assert bookings.move(connection, made.id, "awa", slot, "", MONDAY) is Refusal.UNKNOWN
        assert bookings.confirm(connection, made.id, "awa", MONDAY) is Refusal.UNKNOWN
    assert isinstance(cancelled, Booking)
    assert (cancelled.status, cancelled.revision) == ("cancelled", 1)
    assert slot in free(database, bookings)


def test_shortly_before_only_a_person_can_change_it(database: Database) -> None:
    bookings = Bookings(office(cancel_until=timedelta(hours=3), notice=timedelta(0)))
    first, second, *_ = slots_of(bookings)
    made = booked(database, bookings, first)
    in_time, late = (first.starts - timedelta(hours=hours) for hours in (3, 2))
    with database.transaction() as connection:
        assert bookings.cancel(connection, made.id, "awa", late) is Refusal.TOO_LATE
        assert bookings.move(connection, made.id, "awa", second, "", late) is Refusal.TOO_LATE
        assert isinstance(bookings.cancel(connection, made.id, "awa", in_time), Booking)


def test_nobody_touches_what_is_another_one_s(database: Database) -> None:
    bookings = Bookings(office())
    first, second, *_ = slots_of(bookings)
    made = booked(database, bookings, first)
    with database.transaction() as connection:
        assert bookings.find(connection, made.id, "binta") is None
        assert bookings.cancel(connection, made.id, "binta", MONDAY) is Refusal.UNKNOWN
        assert bookings.confirm(connection, made.id, "binta", MONDAY) is Refusal.UNKNOWN
        assert bookings.move(connection, made.id, "binta", second, "", MONDAY) is Refusal.UNKNOWN
        assert bookings.find(connection, made.id, "awa") == made


def test_the_history_of_a_person_is_counted(database: Database) -> None:
    bookings = Bookings(office(max_open=9))
    first, second, third, *_ = slots_of(bookings)
    for slot in (first, second, third):
        booked(database, bookings, slot)
    last = booked(database, bookings, slots_of(bookings)[3])
    with database.transaction() as connection:
        bookings.cancel(connection, last.id, "awa", MONDAY)
        history = read_history(connection, "paroisse", "awa", second.starts)
        assert read_history(connection, "paroisse", "binta", MONDAY).total == 0
    assert (history.total, history.coming, history.kept, history.cancelled) == (4, 1, 2, 1)
    assert (history.purposes, history.resources) == (("bapteme",), ("pere_andre",))
