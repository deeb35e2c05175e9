"""Who answers a conversation, and whether the person wants automatic messages at all.

    hand_to(connection, key, Handler.WAITING)
    standing_of(connection, key).handler        # Handler.WAITING

Columns of ``conversations``. A turn does not ask for them: its lease brings them along.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.storage.tables import conversations

_table = conversations.c

#: What a statement must select for :func:`standing_in`.
COLUMNS = (_table.handler, _table.opted_out_at, _table.queue_told_at)


class Handler(enum.StrEnum):
    """Who answers."""

    BOT = "bot"
    WAITING = "waiting"  # a person was asked for, nobody has taken over yet
    HUMAN = "human"  # somebody at the office has


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a conversation stands with the house; by default as for somebody new."""

    handler: Handler = Handler.BOT
    # Since when the person wants no automatic message; None while they do.
    opted_out_at: datetime | None = None
    # When they were last told that they are waiting for a person.
    queue_told_at: datetime | None = None

    @property
    def opted_out(self) -> bool:
        """Tell whether the person wants no automatic message."""
        return self.opted_out_at is not None


def standing_in(row: Any) -> Standing:
    """Read the :data:`COLUMNS` of ``row``."""
    return Standing(
        handler=Handler(row.handler),
        opted_out_at=row.opted_out_at,
        queue_told_at=row.queue_told_at,
    )


def standing_of(connection: Connection, key: ConversationKey) -> Standing:
    """Return how ``key`` stands; a conversation that is not there yet stands as a new one."""
    row = connection.execute(sa.select(*COLUMNS).where(_is(key))).first()
    return Standing() if row is None else standing_in(row)


def hand_to(connection: Connection, key: ConversationKey, handler: Handler) -> None:
    """Let ``handler`` answer from now on; what the assistant had not sent yet stays unsent."""
    _update(connection, key, handler=handler.value, queue_told_at=None)


def opt_out(connection: Connection, key: ConversationKey, now: datetime) -> None:
    """Send nothing automatic any more; who had said so before keeps the earlier moment."""
    connection.execute(
        conversations.update()
        .where(_is(key), _table.opted_out_at.is_(None))
        .values(opted_out_at=now)
    )


def opt_in(connection: Connection, key: ConversationKey) -> None:
    """Answer again."""
    _update(connection, key, opted_out_at=None)


def note_queue_told(connection: Connection, key: ConversationKey, now: datetime) -> None:
    """Note that the person was told that they are waiting."""
    _update(connection, key, queue_told_at=now)


def _update(connection: Connection, key: ConversationKey, **values: Any) -> None:
    connection.execute(conversations.update().where(_is(key)).values(**values))


def _is(key: ConversationKey) -> sa.ColumnElement[bool]:
    return sa.and_(_table.tenant == key.tenant, _table.contact == key.contact)
