"""A database with two families, on SQLite and on a real PostgreSQL where one is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.engine.families.parish_school import fill
from tests.engine.storage.databases import KINDS, empty_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty_database(request.param, tmp_path) as made:
        migrate(made)
        fill(made)
        yield made
