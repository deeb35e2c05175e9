"""A prepared statement gives what SQLAlchemy itself gives, on every database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam

from engine.errors import DeliveryError
from engine.storage.database import Database, dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables.columns import UtcTime
from tests.engine.storage.databases import KINDS, empty_database

metadata = sa.MetaData()
things = sa.Table(
    "prepared_things",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("at", UtcTime),
    sa.Column("facts", sa.JSON),
    sa.Column("open", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("size", sa.Integer, nullable=False, server_default="0"),
)
BY_NAME = sa.select(things).where(things.c.name == bindparam("p_name"))
ADD = Prepared(things.insert())
FIND = Prepared(BY_NAME)
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty_database(request.param, tmp_path) as found:
        metadata.create_all(found.engine)
        yield found


def row(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "at": NOON, "facts": {"a": [1, None]}, **more}


def test_rows_come_back_as_they_went_in(database: Database) -> None:
    with database.transaction() as connection:
        assert ADD.run(connection, row("l'été 100 %", open=True)) == 1
        found = FIND.first(connection, {"p_name": "l'été 100 %"})
        same = connection.execute(BY_NAME, {"p_name": "l'été 100 %"}).one()
    assert tuple(found) == tuple(same)
    assert (found.at, found.facts, found.open) == (NOON, {"a": [1, None]}, True)
    assert found._fields == same._fields


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text("aé\"'%?:\\\n", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.text("aé%:?'\"\\ \U0001f64f", min_size=1, max_size=8),
    at=st.none() | st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))),
    facts=json_values.filter(lambda value: value is not None),
    size=st.integers(-(2**31), 2**31 - 1),
)
def test_any_value_is_read_as_sqlalchemy_reads_it(
    database: Database, name: str, at: datetime | None, facts: Any, size: int
) -> None:
    at = None if at is not None and not 1900 < at.year < 9990 else at
    with database.transaction() as connection:
        connection.execute(things.delete())
        SIZED.run(connection, {"name": name, "at": at, "facts": facts, "size": size})
        found = FIND.all(connection, {"p_name": name})
        assert [tuple(one) for one in found] == [
            tuple(one) for one in connection.execute(BY_NAME, {"p_name": name})
        ]
        assert (found[0].at, found[0].size) == (at, size)


SIZED = Prepared(things.insert())


def test_many_rows_are_written_at_once_and_none_is_nothing(database: Database) -> None:
    with database.transaction() as connection:
        ADD.run_many(connection, [row(name) for name in "abc"])
        ADD.run_many(connection, [])
        assert [one.id for one in ALL.all(connection, {})] == [1, 2, 3]
        assert FIND.first(connection, {"p_name": "d"}) is None


ALL = Prepared(sa.select(things.c.id).order_by(things.c.id))


def test_values_of_the_statement_itself_need_not_be_given(database: Database) -> None:
    grow = Prepared(
        things.update()
        .where(things.c.name == bindparam("p_name"), things.c.size < 10)
        .values(size=things.c.size + 4, facts={"grown": True})
        .returning(things.c.size, things.c.facts)
    )
    with database.transaction() as connection:
        ADD.run(connection, row("a"))
        sizes = [grow.first(connection, {"p_name": "a"}) for _ in range(4)]
    assert [None if one is None else one.size for one in sizes] == [4, 8, 12, None]
    assert sizes[0].facts == {"grown": True}


def test_a_dialect_words_its_own_statement(database: Database) -> None:
    once = Prepared(
        lambda dialect: dialect_insert(dialect, things).on_conflict_do_nothing(
            index_elements=["name"]
        )
    )
    with database.transaction() as connection:
        assert [once.run(connection, row("a")) for _ in range(2)] == [1, 0]


def test_errors_are_sqlalchemys_and_show_no_parameter(database: Database) -> None:
    with database.transaction() as connection:
        ADD.run(connection, row("there"))
    again = row("there", facts={"said": "in a moment"})
    for broken in (lambda c: ADD.run(c, again), lambda c: ADD.run_many(c, [again])):
        with (
            pytest.raises(sa.exc.IntegrityError) as caught,
            database.transaction() as connection,
        ):
            broken(connection)
        assert caught.value.params is None
        # The server's own words may name the key that is there already; ours name nothing.
        assert "a moment" not in str(caught.value)


def test_a_missing_parameter_and_a_naive_time_are_errors(database: Database) -> None:
    with database.transaction() as connection:
        with pytest.raises(KeyError, match="p_name"):
            FIND.first(connection, {})
        with pytest.raises(ValueError, match="without zone"):
            ADD.run(connection, {**row("a"), "at": NOON.replace(tzinfo=None)})


def test_outside_a_transaction_nothing_is_executed(database: Database) -> None:
    with (
        database.engine.connect() as connection,
        pytest.raises(DeliveryError, match="needs a transaction"),
    ):
        FIND.first(connection, {"p_name": "a"})


@pytest.mark.parametrize(
    "statement",
    [
        sa.select(things.c.id).where(things.c.name.in_(["a", "b"])),
        sa.insert(sa.Table("x", sa.MetaData(), sa.Column("a", sa.Text, default=lambda: "b"))),
    ],
)
def test_what_cannot_be_compiled_for_good_is_refused(
    database: Database, statement: sa.Executable
) -> None:
    with (
        database.transaction() as connection,
        pytest.raises(DeliveryError, match="lists or defaults"),
    ):
        Prepared(statement).run(connection, {})
