"""One database: SQLite on the local disk by default, PostgreSQL by its address.

>>> database = Database("sqlite://")
>>> with database.transaction() as connection:
...     connection.exec_driver_sql("SELECT 1").scalar_one()
1
>>> database.close()

SQLite runs with a write-ahead log and ``synchronous=FULL``: what is committed survives a loss of
power. A write takes the lock when it begins, so it never fails half-way for want of it. Make the
``Database`` after a fork, never before: connections do not survive one.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.pool import StaticPool

from engine.errors import DeliveryError, SettingsError
from engine.storage import sqlite
from engine.storage.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")

# Made once: json.dumps makes an encoder for each call that asks for anything.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Database:
    """Owns the engine, one thread for writes and one for reads.

    ``url`` is an SQLAlchemy address (``sqlite:///var/accueil.db``, ``postgresql://…``). Raises
    ``SettingsError`` for an address that cannot be understood and ``DeliveryError`` for a folder
    that cannot be written.
    """

    def __init__(self, url: str) -> None:
        self.url = _parse(url)
        self._memory = self.url.get_backend_name() == "sqlite" and not _file_of(self.url)
        if self.url.get_backend_name() == "sqlite" and not self._memory:
            _prepare_folder(Path(_file_of(self.url)))
        self.engine = _create(self.url, memory=self._memory)
        # A database in memory has one connection only: all its users take turns.
        self._turns = threading.RLock()
        self._open = threading.local()
        self._writer = self._worker("database-writer")
        self._reader = self._writer if self._memory else self._worker("database-reader")

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Open a write transaction: committed at the end, rolled back on an exception.

        Not to be nested: the inner one would wait for the outer one. Raises ``DeliveryError`` then,
        and when the database cannot be opened.
        """
        if getattr(self._open, "writing", False):
            raise DeliveryError("a write transaction is already open in this thread")
        self._open.writing = True
        try:
            with self._begun(sqlite.WRITE) as connection:
                yield connection
        finally:
            self._open.writing = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a consistent view that takes no lock; it must not write."""
        with self._begun(sqlite.READ) as connection:
            yield connection

    async def run(
        self,
        work: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``work(connection, …)`` in a write transaction, off the event loop.

        All such work of this process runs one after the other, in the order of the calls.

        >>> import asyncio
        >>> database = Database("sqlite://")
        >>> asyncio.run(database.run(lambda connection, n: n + 1, 1))
        2
        """
        call = partial(self._within, self.transaction, work, *args, **kwargs)
        return await self._writer.run(call)

    async def look(
        self,
        work: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``work(connection, …)`` on a reading connection, off the event loop."""
        call = partial(self._within, self.reading, work, *args, **kwargs)
        return await self._reader.run(call)

    def close(self) -> None:
        """Finish the work in hand and close every connection."""
        self._writer.close()
        self._reader.close()
        self.engine.dispose()

    def _within(self, scope: Any, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        with scope() as connection:
            return work(connection, *args, **kwargs)

    def _worker(self, name: str) -> Worker:
        return Worker(name, begin=self._begin_thread, end=self._end_thread)

    def _begin_thread(self) -> None:
        """Let this thread keep its connection: on an SQLite file it is as good as a new one.

        A server may have gone away since; its connections come from the pool, which asks them.
        """
        self._open.keeps = self.url.get_backend_name() == "sqlite" and not self._memory

    def _end_thread(self) -> None:
        kept: sa.Connection | None = getattr(self._open, "kept", None)
        if kept is not None:
            kept.close()

    @contextmanager
    def _begun(self, how: str) -> Iterator[sa.Connection]:
        """Lend a connection in a transaction: the thread's own if it keeps one."""
        reading = how == sqlite.READ
        if getattr(self._open, "keeps", False):
            kept: sa.Connection | None = getattr(self._open, "kept", None)
            if kept is None or kept.closed or kept.invalidated:
                kept = self._open.kept = self._connect(reading=reading)
            with sqlite.begun(kept, how):
                yield kept
            return
        turn = self._turns if self._memory else nullcontext()
        with turn, self._connect(reading=reading) as connection, connection.begin():
            yield connection

    def _connect(self, *, reading: bool) -> sa.Connection:
        try:
            connection = self.engine.connect()
            return connection.execution_options(**{sqlite.READING: True}) if reading else connection
        except sa.exc.OperationalError as error:
            shown = self.url.render_as_string(hide_password=True)
            raise DeliveryError(f"cannot open the database {shown}: {error.orig}") from error


def insert(connection: sa.Connection, table: sa.Table) -> sqlite_dialect.Insert | postgresql.Insert:
    """Return the dialect's INSERT, the one that knows ``on_conflict_do_nothing`` and ``_update``.

    Example: ``connection.execute(insert(connection, table).on_conflict_do_nothing(), rows)``.
    """
    return dialect_insert(connection.dialect.name, table)


def dialect_insert(dialect: str, table: sa.Table) -> sqlite_dialect.Insert | postgresql.Insert:
    """Return the INSERT of the dialect of that name; see :func:`insert`."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite_dialect.insert(table)


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        # The address may hold a password: it is not repeated here.
        raise SettingsError(
            "DATABASE_URL is malformed; expected 'sqlite:///path' or 'postgresql://user@host/name'"
        ) from error
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingsError(
            f"DATABASE_URL names {parsed.drivername!r}; expected 'sqlite' or 'postgresql'"
        )
    return parsed


def _file_of(url: sa.URL) -> str:
    return "" if url.database in (None, "", ":memory:") else str(url.database)


def _prepare_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite writes files beside its own, so the folder matters as much as the file.
        with (path.parent / f".{path.name}.try").open("w"):
            pass
        (path.parent / f".{path.name}.try").unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeliveryError(
            f"the database folder {str(path.parent)!r} cannot be written: {reason.lower()}"
        ) from error
    if path.exists() and not os.access(path, os.W_OK):
        raise DeliveryError(f"the database file {str(path)!r} cannot be written")


def _create(url: sa.URL, *, memory: bool) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, json_serializer=_JSON.encode, pool_pre_ping=True, hide_parameters=True
        )
    options: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = sa.create_engine(
        url,
        json_serializer=_JSON.encode,
        # What people wrote must not stand in the text of an error.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        **options,
    )
    sa.event.listen(engine, "connect", sqlite.set_up)
    sa.event.listen(engine, "begin", sqlite.begin)
    return engine
