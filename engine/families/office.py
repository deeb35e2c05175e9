"""What a command of the office works on: one tenant, the database, the keys, the clock.

with open_office(Path.cwd(), os.environ, "paroisse") as office, office.transaction() as connection:
    issue_code(connection, office.keyring, office.tenant.id, "F-0012", office.now())
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from engine.errors import AccueilError, did_you_mean
from engine.keyring import Keyring
from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate
from engine.tenants import Tenant, load_tenants


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The surroundings of one command."""

    settings: Settings
    tenant: Tenant
    # Migrated.
    database: Database

    @property
    def keyring(self) -> Keyring:
        """The keys of this installation."""
        return self.settings.keyring()

    def now(self) -> datetime:
        """Return this moment."""
        return self.settings.now()

    @property
    def today(self) -> date:
        """The day, on the clocks of the place."""
        return self.tenant.local(self.now()).date()

    def transaction(self) -> AbstractContextManager[sa.Connection]:
        """Open a write transaction."""
        return self.database.transaction()


@contextmanager
def open_office(root: Path, environ: Mapping[str, str], tenant: str | None) -> Iterator[Office]:
    """Open the office of ``tenant``, the first one when it is not said.

    Raises ``AccueilError`` for an unknown tenant, faulty settings or a database that cannot be
    opened.
    """
    settings = Settings.load(root, environ)
    tenants = load_tenants(settings.root)
    wanted = tenant or tenants.default.id
    if wanted not in tenants:
        known = did_you_mean(wanted, [known.id for known in tenants])
        raise AccueilError(f"no tenant {wanted!r}; {known}" if known else f"no tenant {wanted!r}")
    database = Database(settings.database_url)
    try:
        migrate(database)
        yield Office(settings=settings, tenant=tenants[wanted], database=database)
    finally:
        database.close()
