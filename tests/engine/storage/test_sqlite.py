"""A transaction that the driver begins: SQLAlchemy and prepared statements take part alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from engine.errors import DeliveryError
from engine.storage.database import Database
from engine.storage.prepared import Prepared

METADATA = sa.MetaData()
PARENTS = sa.Table("parents", METADATA, sa.Column("id", sa.Integer, primary_key=True))
CHILDREN = sa.Table(
    "children",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    # Looked at when the transaction ends.
    sa.Column(
        "parent", sa.ForeignKey("parents.id", deferrable=True, initially="DEFERRED"), nullable=False
    ),
)
ADD = Prepared(PARENTS.insert())


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'a.db'}")
    with made.transaction() as connection:
        METADATA.create_all(connection)
    yield made
    made.close()


async def parents(database: Database) -> list[int]:
    return list(await database.look(lambda c: c.execute(sa.select(PARENTS.c.id)).scalars().all()))


def add_both_ways(connection: Connection) -> None:
    ADD.run(connection, {"id": 1})
    connection.execute(PARENTS.insert(), {"id": 2})
    ADD.run(connection, {"id": 3})


@pytest.mark.asyncio
async def test_both_ways_of_asking_are_one_transaction(database: Database) -> None:
    def work(connection: Connection) -> int:
        add_both_ways(connection)
        return connection.scalar(sa.select(sa.func.count()).select_from(PARENTS)) or 0

    assert await database.run(work) == 3
    assert await parents(database) == [1, 2, 3]


@pytest.mark.asyncio
@pytest.mark.parametrize("asked", ["prepared", "sqlalchemy", "both"])
async def test_an_exception_undoes_what_was_done(database: Database, asked: str) -> None:
    def work(connection: Connection) -> None:
        if asked != "sqlalchemy":
            ADD.run(connection, {"id": 8})
        if asked != "prepared":
            connection.execute(PARENTS.insert(), {"id": 9})
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            await database.run(work)
    assert await parents(database) == []
    await database.run(add_both_ways)
    assert await parents(database) == [1, 2, 3]


@pytest.mark.asyncio
@pytest.mark.parametrize("prepared", [True, False])
async def test_a_commit_that_fails_is_an_error_of_sqlalchemy_and_leaves_nothing(
    database: Database, prepared: bool
) -> None:
    add = Prepared(CHILDREN.insert())

    def work(connection: Connection) -> None:
        if prepared:
            add.run(connection, {"id": 1, "parent": 7})
        else:
            connection.execute(CHILDREN.insert(), {"id": 1, "parent": 7})

    with pytest.raises(sa.exc.IntegrityError):
        await database.run(work)
    await database.run(add_both_ways)
    assert await parents(database) == [1, 2, 3]


@pytest.mark.asyncio
async def test_a_part_may_be_undone_alone(database: Database) -> None:
    def work(connection: Connection) -> None:
        ADD.run(connection, {"id": 1})
        trial = connection.begin_nested()
        ADD.run(connection, {"id": 2})
        trial.rollback()

    await database.run(work)
    assert await parents(database) == [1]


@pytest.mark.asyncio
async def test_a_database_that_stays_locked_is_an_error_of_sqlalchemy(database: Database) -> None:
    await database.run(lambda c: c.exec_driver_sql("PRAGMA busy_timeout=0").close())
    with database.transaction(), pytest.raises(sa.exc.OperationalError, match="locked"):
        await database.run(add_both_ways)
    await database.run(add_both_ways)
    assert await parents(database) == [1, 2, 3]


@pytest.mark.asyncio
async def test_a_reader_sees_one_state_until_it_ends(database: Database) -> None:
    other = Database(database.url.render_as_string())

    def look(connection: Connection) -> tuple[int, int]:
        counting = sa.select(sa.func.count()).select_from(PARENTS)
        before = connection.scalar(counting)
        with other.transaction() as writing:
            add_both_ways(writing)
        return before or 0, connection.scalar(counting) or 0

    assert await database.look(look) == (0, 0)
    other.close()
    assert await parents(database) == [1, 2, 3]


@pytest.mark.asyncio
async def test_after_its_transaction_a_connection_executes_nothing_prepared(
    database: Database,
) -> None:
    kept = await database.run(lambda connection: connection)
    with pytest.raises(DeliveryError, match="needs a transaction"):
        ADD.run(kept, {"id": 1})
