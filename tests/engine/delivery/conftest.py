"""A world per test: on a database in memory, and on a real PostgreSQL where one is given."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from engine.storage.database import Database
from tests.engine.delivery.fakes import World

#: Address of an empty PostgreSQL database whose user may create schemas.
SERVER = "TEST_POSTGRESQL_URL"


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "sqlite":
        made = World()
        yield made
        made.database.close()
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"no PostgreSQL: {SERVER} is not set")
    yield from _world_in_a_schema(server)


def _world_in_a_schema(server: str) -> Iterator[World]:
    """Give the test a schema of its own, so that it meets no other test's rows."""
    schema = f"test_{uuid.uuid4().hex}"
    house = Database(server)
    with house.transaction() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    address = house.url.update_query_dict({"options": f"-csearch_path={schema}"})
    made = World(address.render_as_string(hide_password=False))
    try:
        yield made
    finally:
        made.database.close()
        with house.transaction() as connection:
            connection.execute(sa.schema.DropSchema(schema, cascade=True))
        house.close()
