"""Who speaks in an answer, as the outbox knows it.

voices = voices_of(database)
await voices("ref-of-a-row")        # 'agent' for a person of the office, else ''
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import sqlalchemy as sa

from engine.delivery.contracts import Origin
from engine.storage import tables
from engine.storage.database import Database

#: ``voice(ref)`` of a row of the outbox.
Voices = Callable[[str], Awaitable[str]]

_ORIGIN = sa.select(tables.outbox.c.origin).where(tables.outbox.c.ref == sa.bindparam("p_ref"))


def voices_of(database: Database) -> Voices:
    """Return what looks a voice up in ``database``."""

    async def voice(ref: str) -> str:
        origin = await database.look(_origin, ref)
        return Origin.AGENT.value if origin == Origin.AGENT else ""

    return voice


async def one_voice(ref: str) -> str:
    """Return the assistant's voice, where nobody else speaks."""
    return ""


def _origin(connection: sa.Connection, ref: str) -> str | None:
    return connection.execute(_ORIGIN, {"p_ref": ref}).scalar()
