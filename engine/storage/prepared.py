"""A statement that is compiled once and then handed to the driver as it is.

>>> from engine.storage.database import Database
>>> square = Prepared(sa.select((sa.bindparam("n", type_=sa.Integer) * 2).label("twice")))
>>> database = Database("sqlite://")
>>> with database.reading() as connection:
...     square.first(connection, {"n": 21}).twice
42
>>> database.close()

SQLAlchemy looks a statement up anew each time that it is executed, copies its parameters, and makes
a result with a dozen possibilities of which a message needs none: with thirty statements a message
that was half of what a message cost (benchmarks/turn.py). Here SQLAlchemy says once how a dialect
words the statement and how values go in and come out; the rest is the driver's.

For what every message asks. What is asked rarely, or is put together as it goes, is executed by the
connection as usual; both may be used in one transaction.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

from engine.errors import DeliveryError

#: A statement, or what makes the one of a dialect: ``lambda dialect: …`` with its name.
Wording = sa.Executable | Callable[[str], sa.Executable]

Values = Mapping[str, Any]
_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """How one dialect words a statement."""

    sql: str
    # Name, conversion if any, of each parameter, in the driver's order.
    binds: tuple[tuple[str, _Process | None], ...]
    # Values that stand in the statement itself, converted.
    constants: dict[str, Any]
    # True: the driver takes a sequence; False: a mapping.
    positional: bool
    # Makes the record of a row; None for a statement without rows.
    record: Callable[..., Any] | None
    # Place and conversion of the columns that need one.
    columns: tuple[tuple[int, _Process], ...]

    def given(self, values: Values) -> Any:
        """Return ``values`` as the driver wants them."""
        constants = self.constants
        if self.positional:
            return [
                constants[name]
                if name in constants
                else values[name]
                if process is None
                else process(values[name])
                for name, process in self.binds
            ]
        return {
            name: constants[name]
            if name in constants
            else values[name]
            if process is None
            else process(values[name])
            for name, process in self.binds
        }

    def row(self, found: Sequence[Any]) -> Any:
        """Return a record of the row ``found``, with the statement's names for its columns."""
        assert self.record is not None
        if not self.columns:
            return self.record(*found)
        cells = list(found)
        for place, process in self.columns:
            cells[place] = process(cells[place])
        return self.record(*cells)


class Prepared:
    """One statement with named parameters, whatever database it is for.

    An INSERT without values writes the columns that its parameters name, and is compiled once for
    each set of them. Raises ``KeyError`` when a parameter is missing, ``sqlalchemy.exc`` errors as
    a connection does, and ``DeliveryError`` outside a transaction.
    """

    def __init__(self, statement: Wording) -> None:
        self._statement = statement
        # By the name of the dialect, and the names of the parameters.
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def first(self, connection: sa.Connection, values: Values) -> Any:
        """Return the first row, with the columns as attributes; None when there is none."""
        compiled, cursor = self._execute(connection, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else compiled.row(found)

    def all(self, connection: sa.Connection, values: Values) -> list[Any]:
        """Return every row, with the columns as attributes."""
        compiled, cursor = self._execute(connection, values)
        found = cursor.fetchall()
        cursor.close()
        return [compiled.row(row) for row in found]

    def run(self, connection: sa.Connection, values: Values) -> int:
        """Return how many rows were written."""
        _, cursor = self._execute(connection, values)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def run_many(self, connection: sa.Connection, rows: Sequence[Values]) -> None:
        """Write every one of ``rows``, which all name the same parameters."""
        if not rows:
            return
        compiled = self._for(connection, rows[0])
        driver = _driver(connection)
        cursor = driver.cursor()
        try:
            cursor.executemany(compiled.sql, [compiled.given(row) for row in rows])
        except Exception as error:
            raise translated(connection, driver, compiled.sql, error) from error
        finally:
            cursor.close()

    def _execute(self, connection: sa.Connection, values: Values) -> tuple[_Compiled, Any]:
        compiled = self._for(connection, values)
        given = compiled.given(values)
        driver = _driver(connection)
        try:
            return compiled, driver.execute(compiled.sql, given)
        except Exception as error:
            raise translated(connection, driver, compiled.sql, error) from error

    def _for(self, connection: sa.Connection, values: Values) -> _Compiled:
        dialect = connection.dialect
        wanted = (dialect.name, *values)
        compiled = self._compiled.get(wanted)
        if compiled is None:
            compiled = self._compiled[wanted] = _compile(self._statement, dialect, values)
        return compiled


def _compile(wording: Wording, dialect: Dialect, values: Values) -> _Compiled:
    statement = wording if isinstance(wording, sa.Executable) else wording(dialect.name)
    assert isinstance(statement, sa.ClauseElement)
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
    unfit = compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch
    if unfit:
        raise DeliveryError("a prepared statement has lists or defaults that Python would fill in")
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    names = compiled.positiontup if compiled.positional else list(binds)
    processes = {name: _bind(bind.type, dialect) for name, bind in binds.items()}
    fixed = {
        name: process(value) if (process := processes[name]) else value
        for name, value in compiled.params.items()
        if name not in values and not binds[name].required
    }
    columns = tuple(compiled._result_columns)
    return _Compiled(
        sql=compiled.string,
        binds=tuple((name, processes[name]) for name in names),
        constants=fixed,
        positional=compiled.positional,
        record=namedtuple("Record", [column.keyname for column in columns]) if columns else None,
        columns=tuple(
            (place, process)
            for place, column in enumerate(columns)
            if (process := _result(column.type, dialect)) is not None
        ),
    )


def _bind(of: sa.types.TypeEngine[Any], dialect: Dialect) -> _Process | None:
    return of.dialect_impl(dialect).bind_processor(dialect)


def _result(of: sa.types.TypeEngine[Any], dialect: Dialect) -> _Process | None:
    return of.dialect_impl(dialect).result_processor(dialect, None)


def _driver(connection: sa.Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    # SQLAlchemy need not know of a transaction on SQLite (engine/storage/sqlite.py).
    begun = getattr(driver, "in_transaction", None)
    if not (connection.in_transaction() if begun is None else begun):
        raise DeliveryError("a prepared statement needs a transaction")
    return driver


def translated(connection: sa.Connection, driver: Any, sql: str, error: Exception) -> Exception:
    """Return the driver's ``error`` as SQLAlchemy would raise it, without any value.

    A connection that is gone is given up.
    """
    dialect = connection.dialect
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        return error
    gone = dialect.is_disconnect(error, driver, None)
    if gone:
        connection.invalidate(error)
    return sa.exc.DBAPIError.instance(
        sql,
        None,
        error,
        base,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
