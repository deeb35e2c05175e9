"""What is SQLite's own: how a connection is set up, and how a transaction begins and ends.

A write takes the lock when it begins; a read takes a view. Both are said to the driver itself:
``with begun(connection, READ): …`` costs a quarter of SQLAlchemy's own transaction, which counts
for some seven of them a message. What is executed by SQLAlchemy inside takes part all the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from engine.storage.prepared import translated

#: How long a write waits for another process to finish, in milliseconds.
BUSY_TIMEOUT_MS = 30_000
#: How a transaction begins.
READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"
#: Execution option of a connection that only reads.
READING = "accueil_reading"


def set_up(connection: Any, record: object) -> None:
    """Prepare a new connection of the driver; listens to the event "connect" of an engine."""
    # The driver's own idea of when a transaction begins is switched off.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def begin(connection: sa.Connection) -> None:
    """Begin for SQLAlchemy, unless :func:`begun` has; listens to the event "begin" of an engine."""
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        reading = connection.get_execution_options().get(READING, False)
        _say(connection, driver, READ if reading else WRITE)


@contextmanager
def begun(connection: sa.Connection, how: str) -> Iterator[None]:
    """Begin, then commit at the end or roll back on an exception.

    Raises what SQLAlchemy raises: ``OperationalError`` for a database that stays locked.
    """
    driver: Any = connection.connection.driver_connection
    _say(connection, driver, how)
    try:
        yield
        _say(connection, driver, "COMMIT")
    except BaseException:
        # What went wrong is more telling than a rollback that fails too.
        with suppress(sqlite3.Error):
            driver.rollback()
        raise
    finally:
        if connection.in_transaction():
            # SQLAlchemy has a transaction of its own since something was executed; to the driver
            # it is over.
            connection.rollback()


def _say(connection: sa.Connection, driver: Any, sql: str) -> None:
    try:
        driver.execute(sql)
    except sqlite3.Error as error:
        raise translated(connection, driver, sql, error) from error
