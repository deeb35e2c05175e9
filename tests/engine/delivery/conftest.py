"""A world per test, on a database in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.delivery.fakes import World


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.database.close()
