"""What has had its time: seats that nobody booked, links that ran out, the content of old messages.

    removed = await tidy(database, now, keep=timedelta(days=30))    # {"seats": 2, …}

A row of the inbox stays when its content goes: it is what recognises a repeated delivery.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.storage.database import Database
from engine.storage.tables import certificate_links, inbox, seats

#: Somebody who comes late to a link is told that it ran out, not that it never was.
_LINK_GRACE = timedelta(days=7)
#: Rows emptied in one transaction, so that no message waits long behind them.
_PAGE = 500

_EMPTY = inbox.update().where(inbox.c.id.in_(sa.bindparam("p_ids", expanding=True)))
_EMPTY = _EMPTY.values(payload={})


async def tidy(database: Database, now: datetime, keep: timedelta) -> dict[str, int]:
    """Remove everything that has had its time at ``now``; return how many rows, by kind.

    The content of messages goes ``keep`` after their turn.
    """
    removed = await database.run(_delete, now)
    emptied = 0
    while old := await database.look(_old_messages, now - keep):
        emptied += await database.run(_empty, old)
    return {**removed, "messages": emptied}


def _delete(connection: Connection, now: datetime) -> dict[str, int]:
    unbooked = seats.delete().where(seats.c.held_until < now, seats.c.appointment.is_(None))
    stale = certificate_links.delete().where(certificate_links.c.expires_at < now - _LINK_GRACE)
    return {
        "seats": connection.execute(unbooked).rowcount,
        "links": connection.execute(stale).rowcount,
    }


def _old_messages(connection: Connection, before: datetime) -> list[int]:
    """Return messages with content that nobody needs any more, the oldest first."""
    row = inbox.c
    full = sa.cast(row.payload, sa.Text) != "{}"
    query = sa.select(row.id).where(row.status.in_(("done", "dead")), row.done_at < before, full)
    return list(connection.scalars(query.order_by(row.id).limit(_PAGE)))


def _empty(connection: Connection, ids: list[int]) -> int:
    return connection.execute(_EMPTY, {"p_ids": ids}).rowcount
