"""The history of the schema, and the step that brings a database up to date.

>>> from engine.storage.database import Database
>>> migrate(Database("sqlite://"))
True

A revision is a frozen copy of what changed: it never imports ``engine.storage.tables``, which
moves on.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from engine.errors import DeliveryError
from engine.storage.database import Database

#: The newest revision in ``versions/``. Written here so that a start need not import Alembic.
HEAD = "0007"


def revision(database: Database) -> str | None:
    """Return the revision of ``database``, or ``None`` when it is new."""
    try:
        with database.reading() as connection:
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return None if found is None else str(found)
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return None


def migrate(database: Database) -> bool:
    """Bring ``database`` to :data:`HEAD`, in one transaction; return whether anything was done.

    Raises ``DeliveryError`` when the database is of a newer version than this code, or cannot be
    written.
    """
    if revision(database) == HEAD:
        return False
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    try:
        with database.transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise DeliveryError(f"the database cannot be migrated: {error}") from error
    except sa.exc.OperationalError as error:
        raise DeliveryError(f"the database cannot be written: {error.orig}") from error
    return True
