"""The same database as the families: SQLite, and PostgreSQL where one is given."""

from __future__ import annotations

from tests.engine.families.conftest import database

__all__ = ["database"]
