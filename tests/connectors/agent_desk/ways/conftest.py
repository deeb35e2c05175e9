"""A world on each database, as for the delivery room."""

from __future__ import annotations

from tests.engine.delivery.conftest import world

__all__ = ["world"]
