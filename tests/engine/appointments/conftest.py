"""A database per test: an SQLite file, and a real PostgreSQL where one is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.storage.database import Database
from tests.engine.appointments.offices import SERVER, database_in


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with database_in(request.param, tmp_path) as found:
        if found is None:
            pytest.skip(f"no PostgreSQL: {SERVER} is not set")
        yield found
