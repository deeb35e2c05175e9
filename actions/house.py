"""What the actions need of the house: its tenants, its clock and its database.

    house = current_house()                     # the project around this package
    tenant = house.tenants.of_sender("paroisse:c4f2")

Actions run in the process of the dialogue or in Rasa's action server; both import this package from
the project's folder, so both find the same house. Tests make their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.tenants import Tenants, load_tenants


@dataclass(frozen=True, kw_only=True)
class House:
    """The surroundings of the actions of one process."""

    tenants: Tenants
    # SQLAlchemy address of the database.
    database_url: str
    # Returns this moment, aware.
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @cached_property
    def database(self) -> Database:
        """The database, opened and brought up to date by the first action that needs it.

        Not at import: connections do not survive the fork of a server's workers.
        """
        database = Database(self.database_url)
        migrate(database)
        return database


@lru_cache(maxsize=1)
def current_house() -> House:
    """Return the house of this process, read from the project folder and the environment.

    Raises ``SettingsError`` and ``ProjectError`` when these are faulty.
    """
    root = Path(__file__).resolve().parents[1]
    settings = Settings.load(root, os.environ)
    return House(tenants=load_tenants(root), database_url=settings.database_url)
