"""The database keeps times, refuses what it must, and has the schema that the code believes in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.errors import DeliveryError, SettingsError
from engine.storage import migrations, tables
from engine.storage.database import Database
from engine.storage.migrations import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'folder' / 'a.db'}")
    migrate(made)
    yield made
    made.close()


def add_contact(connection: Connection, at: datetime, name: str = "c1") -> None:
    connection.execute(
        tables.contacts.insert(),
        {"id": name, "tenant": "t", "created_at": at, "last_seen_at": at},
    )


def count(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(tables.contacts)) or 0


def test_the_migrated_schema_is_the_one_of_the_tables(database: Database) -> None:
    options = {"compare_type": True, "compare_server_default": True}
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def test_every_table_has_a_tenant() -> None:
    without = [name for name, table in tables.metadata.tables.items() if "tenant" not in table.c]
    assert without == []


def test_head_is_the_newest_revision() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_current_head() == migrations.HEAD


def test_a_second_migration_has_nothing_to_do(database: Database) -> None:
    assert migrate(database) is False


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DeliveryError, match="cannot be migrated"):
        migrate(database)


def test_a_time_comes_back_aware_and_equal_whatever_its_zone(
    database: Database,
) -> None:
    far = datetime(2026, 3, 2, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    with database.transaction() as connection:
        add_contact(connection, far)
    with database.reading() as connection:
        back = connection.scalar(sa.select(tables.contacts.c.created_at))
    assert back == far and back.tzinfo is UTC


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with (
        pytest.raises(sa.exc.StatementError, match="without zone"),
        database.transaction() as connection,
    ):
        add_contact(connection, datetime(2026, 3, 2))
    assert count(database) == 0


def test_an_exception_rolls_everything_back(database: Database) -> None:
    with pytest.raises(KeyError), database.transaction() as connection:
        add_contact(connection, datetime.now(UTC))
        raise KeyError("x")
    assert count(database) == 0


def test_sqlite_is_set_up_to_survive_a_power_cut(database: Database) -> None:
    with database.reading() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        found = [
            pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 30_000]


def test_a_write_holds_the_lock_from_its_beginning(database: Database) -> None:
    other = sa.create_engine(database.url, connect_args={"timeout": 0})
    with (
        database.transaction(),
        other.connect() as late,
        pytest.raises(sa.exc.OperationalError, match="locked"),
    ):
        late.exec_driver_sql("BEGIN IMMEDIATE")
    other.dispose()


def test_a_reader_is_not_stopped_by_a_writer(database: Database) -> None:
    with database.transaction() as connection:
        add_contact(connection, datetime.now(UTC))
        assert count(database) == 0
    assert count(database) == 1


def test_a_nested_write_is_an_error_and_not_a_wait(database: Database) -> None:
    with (
        pytest.raises(DeliveryError, match="already open"),
        database.transaction(),
        database.transaction(),
    ):
        pass


def test_work_runs_off_the_loop_and_in_order(database: Database) -> None:
    threads: set[str] = set()

    def work(connection: Connection, number: int) -> int:
        threads.add(threading.current_thread().name)
        add_contact(connection, datetime.now(UTC), f"c{number}")
        return number

    async def scenario() -> list[int]:
        return await asyncio.gather(*(database.run(work, n) for n in range(20)))

    assert asyncio.run(scenario()) == list(range(20))
    assert threads.isdisjoint({threading.main_thread().name}) and len(threads) == 1
    assert count(database) == 20


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryError, match=r"database folder .*file"):
        Database(f"sqlite:///{tmp_path / 'file' / 'a.db'}")


def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.db").touch()
    # The tests may run as root, who may write everything.
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(DeliveryError, match=r"a\.db' cannot be written"):
        Database(f"sqlite:///{tmp_path / 'a.db'}")


@pytest.mark.parametrize("url", ["no address", "mysql://localhost/a"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Database(url)


def test_a_malformed_address_does_not_leak_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Database("postgresql//user:secret@host/x")
    assert "secret" not in str(caught.value)
