"""The office notes who came and who did not, from the command line too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.__main__ import main
from engine.appointments.attendance import Note, State, list_appointments, note_attendance
from engine.appointments.bookings import Booking, Bookings, Wanted
from engine.appointments.history import read_history
from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.storage.tables import contacts
from engine.tenants import load_tenants
from tests.engine.appointments.offices import MONDAY, office

ROOT = Path(__file__).resolve().parents[3]
PARISH = office()
DAY = timedelta(days=1)


def book(connection: sa.Connection, bookings: Bookings, now: datetime, key: str = "k") -> Booking:
    """Take the first free slot for Awa."""
    slot = bookings.free(connection, bookings.policy.resources, "awa", now)[0]
    wanted = Wanted(
        key=key, contact="awa", slot=slot, purpose="bapteme", said=f"le {slot.starts:%d/%m}"
    )
    made = bookings.book(connection, wanted, now)
    assert isinstance(made, Booking)
    return made


def test_what_is_over_was_kept_until_it_is_noted_as_missed(database: Database) -> None:
    with database.transaction() as connection:
        made = book(connection, Bookings(PARISH), MONDAY)
        later = made.starts_at + DAY

        def state(now: datetime) -> State:
            [row] = list_appointments(connection, PARISH.id, MONDAY, MONDAY + 30 * DAY)
            return row.state(now)

        def note(came: bool, now: datetime = later, number: int = made.id) -> Note:
            return note_attendance(connection, PARISH.id, number, came=came, now=now)

        assert state(MONDAY) is State.COMING
        assert note(False, now=MONDAY) is Note.COMING
        assert state(later) is State.KEPT
        assert note(False) is note(False) is Note.DONE
        assert state(later) is State.MISSED
        assert read_history(connection, PARISH.id, "awa", later).missed == 1
        assert note(True) is Note.DONE
        assert state(later) is State.KEPT
        assert read_history(connection, PARISH.id, "awa", later).kept == 1
        assert note(True, number=made.id + 1) is Note.UNKNOWN


def test_what_was_cancelled_or_is_another_tenants_is_not_noted(database: Database) -> None:
    bookings = Bookings(PARISH)
    with database.transaction() as connection:
        made = book(connection, bookings, MONDAY)
        later = made.starts_at + DAY
        elsewhere = note_attendance(connection, "other", made.id, came=False, now=later)
        assert elsewhere is Note.UNKNOWN
        bookings.cancel(connection, made.id, "awa", MONDAY)
        cancelled = note_attendance(connection, PARISH.id, made.id, came=False, now=later)
        assert cancelled is Note.CANCELLED
        [row] = list_appointments(connection, PARISH.id, MONDAY, MONDAY + 30 * DAY)
        assert row.state(later) is State.CANCELLED
        assert list_appointments(connection, "other", MONDAY, MONDAY + 30 * DAY) == []


def test_the_office_lists_and_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'house.db'}")

    def call(*arguments: str) -> tuple[int, str]:
        code = main(["appointments", *arguments])
        return code, capsys.readouterr().out

    assert call("list") == (0, "0 rendez-vous\n")
    now = Settings.load(ROOT, {}).now()
    tenant = load_tenants(ROOT)["paroisse"]
    database = Database(f"sqlite:///{tmp_path / 'house.db'}")
    migrate(database)
    with database.transaction() as connection:
        connection.execute(
            sa.insert(contacts).values(
                id="awa", tenant="paroisse", profile_name="Awa", created_at=now, last_seen_at=now
            )
        )
        made = book(connection, Bookings(tenant), now)
        Bookings(tenant).confirm(connection, made.id, "awa", now)
        # As if this had been booked a month before.
        book(connection, Bookings(tenant), now - 20 * DAY, key="past")
    database.close()
    code, said = call("list", "--tenant", "paroisse")
    assert code == 0 and said.endswith("1 rendez-vous\n")
    assert "à venir, confirmé  le père" in said and said.splitlines()[0].endswith("Awa")
    assert call("missed", "1") == (1, "n° 1 : ce rendez-vous n’a pas encore eu lieu\n")
    assert call("missed", "9") == (1, "n° 9 : aucun rendez-vous de ce numéro\n")
    assert "venu" in call("list", "--past")[1]
    assert call("missed", "2") == (0, "n° 2 : noté, la personne n’est pas venue\n")
    assert "absent" in call("list", "--past")[1]
    assert call("honoured", "2") == (0, "n° 2 : noté, la personne est venue\n")
    assert "venu" in call("list", "--past")[1]
