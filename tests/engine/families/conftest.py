"""A database with two families, on SQLite and on a real PostgreSQL where one is given."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.engine.families.parish_school import fill

#: Address of an empty PostgreSQL database whose user may create schemas.
SERVER = "TEST_POSTGRESQL_URL"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'families.db'}")
        migrate(made)
        fill(made)
        yield made
        made.close()
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"no PostgreSQL: {SERVER} is not set")
    yield from _in_a_schema(server)


def _in_a_schema(server: str) -> Iterator[Database]:
    schema = f"test_{uuid.uuid4().hex}"
    outer = Database(server)
    with outer.transaction() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    address = outer.url.update_query_dict({"options": f"-csearch_path={schema}"})
    made = Database(address.render_as_string(hide_password=False))
    try:
        migrate(made)
        fill(made)
        yield made
    finally:
        made.close()
        with outer.transaction() as connection:
            connection.execute(sa.schema.DropSchema(schema, cascade=True))
        outer.close()
