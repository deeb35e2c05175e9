"""What the actions need of the house: its tenants, its clock and its database.

    house = current_house()                     # the project around this package
    tenant = house.tenants.of_sender("paroisse:c4f2")

Actions run in the process of the dialogue or in Rasa's action server; both import this package from
the project's folder, so both find the same house. Tests make their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from engine.keyring import Keyring
from engine.loaded_project import loaded_tenants
from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.tenants import Tenants


@dataclass(frozen=True, kw_only=True)
class House:
    """The surroundings of the actions of one process."""

    tenants: Tenants
    # SQLAlchemy address of the database.
    database_url: str
    # Returns this moment, aware.
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    # Where people reach the server, without a slash at the end: begins links.
    base_url: str = "http://127.0.0.1:5005"
    # Makes the keys at the first call.
    open_keyring: Callable[[], Keyring] = field(repr=False, default=lambda: Keyring(b""))
    # The project folder.
    root: Path = Path()

    @cached_property
    def keyring(self) -> Keyring:
        """The keys of this installation: digests of codes, signatures."""
        return self.open_keyring()

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
    return House(
        tenants=loaded_tenants(root),
        database_url=settings.database_url,
        now=settings.now,
        base_url=settings.base_url,
        open_keyring=settings.keyring,
        root=root,
    )
