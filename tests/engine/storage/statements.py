"""Hears what a database is asked, however it is asked."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.storage.database import Database
from engine.storage.prepared import Prepared


def heard_statements(monkeypatch: pytest.MonkeyPatch, database: Database) -> list[str]:
    """Return a list that grows with every statement from now on."""
    statements: list[str] = []
    sa.event.listen(
        database.engine,
        "before_cursor_execute",
        lambda c, cursor, statement, *rest: statements.append(statement),
    )
    prepare = Prepared._for

    def heard(self: Prepared, *args: Any) -> Any:
        compiled = prepare(self, *args)
        statements.append(compiled.sql)
        return compiled

    monkeypatch.setattr(Prepared, "_for", heard)
    return statements
