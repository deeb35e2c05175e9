"""Tenants that give appointments, and the databases to keep them in."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.tenants import Tenant
from engine.tenants.sections.appointments import AppointmentPolicy, Purpose, Resource
from engine.tenants.timetable import Interval
from tests.actions.parishes import parish

#: Address of an empty PostgreSQL database whose user may create schemas.
SERVER = "TEST_POSTGRESQL_URL"

#: A Monday.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def hours(*texts: str) -> tuple[Interval, ...]:
    """Return openings: ``hours("09:00-12:00")``."""
    pairs = [text.split("-") for text in texts]
    return tuple(
        Interval(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for opens, closes in pairs
    )


def priest(**changes: object) -> Resource:
    """Return a priest who receives on Tuesday and Thursday afternoon, half an hour each."""
    facts: dict[str, object] = {
        "id": "pere_andre",
        "name": "le père André",
        "title": "Père André",
        "weekly": ((), hours("15:30-18:00"), (), hours("15:30-18:00"), (), (), ()),
        "slot": timedelta(minutes=30),
    }
    return Resource(**{**facts, **changes})  # type: ignore[arg-type]


def policy(*resources: Resource, **changes: object) -> AppointmentPolicy:
    """Return rules under which ``resources`` can be met, the priest if none is given."""
    facts: dict[str, object] = {
        "resources": resources or (priest(),),
        "purposes": (
            Purpose(id="bapteme", name="un baptême", title="Baptême"),
            Purpose(id="autre", name="un autre motif", title="Autre motif"),
        ),
        "notice": timedelta(hours=12),
        "horizon_days": 14,
    }
    return AppointmentPolicy(**{**facts, **changes})  # type: ignore[arg-type]


def office(*resources: Resource, zone: str = "Africa/Dakar", **changes: object) -> Tenant:
    """Return a parish with the rules of :func:`policy`."""
    return parish(zone_name=zone, sections=(policy(*resources, **changes),))


@contextmanager
def database_in(kind: str, folder: Path) -> Iterator[Database | None]:
    """Open an empty house: an SQLite file, or a schema of its own on PostgreSQL.

    Gives None when there is no PostgreSQL to be had.
    """
    if kind == "sqlite":
        yield from _opened(f"sqlite:///{folder / 'accueil.db'}")
        return
    server = os.environ.get(SERVER)
    if not server:
        yield None
        return
    schema = f"test_{uuid.uuid4().hex}"
    house = Database(server)
    with house.transaction() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    address = house.url.update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield from _opened(address.render_as_string(hide_password=False))
    finally:
        with house.transaction() as connection:
            connection.execute(sa.schema.DropSchema(schema, cascade=True))
        house.close()


def _opened(address: str) -> Iterator[Database]:
    database = Database(address)
    migrate(database)
    try:
        yield database
    finally:
        database.close()
