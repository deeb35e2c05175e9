"""A world per test: on a database in memory, and on a real PostgreSQL where one is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.delivery.fakes import World
from tests.engine.storage.databases import KINDS, address_of_empty


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if request.param == "sqlite":
        made = World()
        yield made
        made.database.close()
        return
    with address_of_empty(request.param, tmp_path) as address:
        made = World(address)
        try:
            yield made
        finally:
            made.database.close()
