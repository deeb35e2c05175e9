"""Empty databases for a test: an SQLite file, or a schema of its own on a real PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.storage.database import Database

#: Address of an empty PostgreSQL database whose user may create schemas.
SERVER = "TEST_POSTGRESQL_URL"
#: What a fixture is made for.
KINDS = ("sqlite", "postgresql")


@contextmanager
def address_of_empty(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of a database of that kind where nobody else has a table.

    Skips the test where there is no PostgreSQL to be had.
    """
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'accueil.db'}"
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"no PostgreSQL: {SERVER} is not set")
    schema = f"test_{uuid.uuid4().hex}"
    house = Database(server)
    with house.transaction() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    address = house.url.update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield address.render_as_string(hide_password=False)
    finally:
        with house.transaction() as connection:
            connection.execute(sa.schema.DropSchema(schema, cascade=True))
        house.close()


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[Database]:
    """Open such a database, without any table."""
    with address_of_empty(kind, folder) as address:
        found = Database(address)
        try:
            yield found
        finally:
            found.close()
