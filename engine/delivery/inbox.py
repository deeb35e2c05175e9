"""What people sent: stored before anybody says 200, run once, in order; STOP and START at once.

    with database.transaction() as connection:
        accepted = accept(connection, messages, now=now)

A row is ``pending`` until its turn is committed (``done``), or until it is given up (``dead``).
Whatever follows, a row is never deleted here: it is what recognises a repeated delivery.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.delivery import contacts, log
from engine.delivery.contracts import ConversationKey
from engine.delivery.orders import asks_to_start, asks_to_stop
from engine.delivery.timings import Timings
from engine.messages import SPOKEN, Inbound, Kind
from engine.storage.database import dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables import UtcTime, conversations, inbox

#: Ranks in the order of turns: before everything, and in the order of arrival.
AT_ONCE, IN_ORDER = 0, 1
#: How many conversations one look for work brings back.
_PAGE = 500


class Verdict(enum.StrEnum):
    """What became of a message that a provider delivered."""

    NEW = "new"  # waits for its turn
    DUPLICATE = "duplicate"  # delivered before: nothing to do
    LOGGED = "logged"  # kept in the log only: a reaction, a change of number
    REFUSED = "refused"  # kept, not run: its time cannot be right, or it is long past


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The answer to one message of a batch."""

    message_id: str
    key: ConversationKey
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A conversation with something to do, and from when."""

    key: ConversationKey
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The message of a conversation whose turn is next."""

    inbox_id: int
    key: ConversationKey
    account: str
    provider: str
    # Turns begun for it so far.
    attempts: int
    next_at: datetime
    # ``Inbound.to_json()``; read by the turn, so that a row nobody can read fails like a turn.
    payload: dict[str, Any]


def accept(
    connection: Connection,
    messages: Sequence[Inbound],
    now: datetime,
    timings: Timings | None = None,
) -> tuple[Accepted, ...]:
    """Store a batch as one unit; what was delivered before, or twice in the batch, is left alone.

    Returns one record per message, in the same order. Nothing counts before the caller's commit.
    """
    limits = timings or Timings()
    return tuple(_accept(connection, message, now, limits) for message in messages)


def _accept(connection: Connection, message: Inbound, now: datetime, limits: Timings) -> Accepted:
    known = contacts.recognise(connection, message.tenant, message.aliases, now)
    key = ConversationKey(tenant=message.tenant, contact=known.contact)
    verdict, error = _judge(message, now, limits)
    row = _row_of(key, message, verdict, now, error)
    if not _store(connection, {**row, "rank": _rank(connection, key, message)}):
        return Accepted(message_id=message.message_id, key=key, verdict=Verdict.DUPLICATE)
    if known.is_news(message.profile_name, now):
        contacts.seen(connection, known.contact, message.profile_name, now)
    log.record_inbound(connection, key, message, at=now)
    if verdict is not Verdict.REFUSED and message.kind is not Kind.SYSTEM:
        _note_address(connection, key, message, now)
    return Accepted(message_id=message.message_id, key=key, verdict=verdict)


def enqueue(connection: Connection, key: ConversationKey, message: Inbound, now: datetime) -> bool:
    """Let ``message``, made by the house itself, have its turn; return whether it was new.

    It is nothing that the person wrote: no log shows it, and it changes neither where they are
    answered nor when they were last heard.
    """
    return _store(connection, _row_of(key, message, Verdict.NEW, now, ""))


def _row_of(
    key: ConversationKey, message: Inbound, verdict: Verdict, now: datetime, error: str
) -> dict[str, Any]:
    return {
        "tenant": message.tenant,
        "account": message.account,
        "provider": message.provider,
        "message_id": message.message_id,
        "contact": key.contact,
        "kind": message.kind.value,
        "payload": message.to_json(),
        "status": _STATUS[verdict],
        "rank": IN_ORDER,
        "next_at": now,
        "received_at": now,
        "done_at": None if verdict is Verdict.NEW else now,
        "error": error,
    }


_STATUS = {Verdict.NEW: "pending", Verdict.LOGGED: "done", Verdict.REFUSED: "dead"}


def _rank(connection: Connection, key: ConversationKey, message: Inbound) -> int:
    """Return when a message has its turn: an order to the house waits behind nothing.

    "Reprendre" is an order only of somebody who left, or is about to.
    """
    if message.kind is not Kind.TEXT:
        return IN_ORDER
    if asks_to_stop(message.text):
        return AT_ONCE
    leaving = asks_to_start(message.text) and connection.scalar(
        sa.select(
            sa.or_(
                sa.exists().where(
                    *_of(conversations, key), conversations.c.opted_out_at.is_not(None)
                ),
                sa.exists().where(*_of(inbox, key), _row.status == "pending", _row.rank == AT_ONCE),
            )
        )
    )
    return AT_ONCE if leaving else IN_ORDER


def _of(table: sa.Table, key: ConversationKey) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.tenant == key.tenant, table.c.contact == key.contact


def _judge(message: Inbound, now: datetime, limits: Timings) -> tuple[Verdict, str]:
    if message.sent_at < now - limits.oldest:
        return Verdict.REFUSED, f"sent more than {limits.oldest.days} days ago"
    if message.sent_at > now + limits.ahead:
        return Verdict.REFUSED, "sent in the future"
    if message.kind not in SPOKEN:
        return Verdict.LOGGED, ""
    return Verdict.NEW, ""


def _note_address(
    connection: Connection, key: ConversationKey, message: Inbound, now: datetime
) -> None:
    """Answer from now on where the person wrote last; a late delivery does not turn time back."""
    values = {
        "p_tenant": key.tenant,
        "p_contact": key.contact,
        "p_account": message.account,
        "p_provider": message.provider,
        "p_aliases": [[alias.kind, alias.value] for alias in message.aliases],
        "p_at": min(message.sent_at, now),
    }
    if _MOVE.run(connection, values):
        return
    _ARRIVE.run(
        connection,
        {
            "tenant": key.tenant,
            "contact": key.contact,
            "offered": {},
            "account": message.account,
            "provider": message.provider,
            "aliases": values["p_aliases"],
            "last_inbound_at": values["p_at"],
        },
    )


def _store(connection: Connection, row: dict[str, Any]) -> bool:
    """Insert ``row`` unless its message is there already; return whether it was new."""
    return _ADD.run(connection, row) == 1


_ADD = Prepared(
    lambda dialect: dialect_insert(dialect, inbox).on_conflict_do_nothing(
        index_elements=["tenant", "account", "message_id"]
    )
)
_ARRIVE = Prepared(lambda dialect: dialect_insert(dialect, conversations).on_conflict_do_nothing())
_MOVE = Prepared(
    conversations.update()
    .where(
        conversations.c.tenant == bindparam("p_tenant"),
        conversations.c.contact == bindparam("p_contact"),
    )
    .values(
        account=bindparam("p_account"),
        provider=bindparam("p_provider"),
        aliases=bindparam("p_aliases"),
        last_inbound_at=sa.case(
            (
                bindparam("p_at", type_=UtcTime) > conversations.c.last_inbound_at,
                bindparam("p_at", type_=UtcTime),
            ),
            else_=conversations.c.last_inbound_at,
        ),
    )
)
_row = inbox.c
_earlier = inbox.alias("earlier")
_HEAD = Prepared(
    sa.select(_row.id, _row.account, _row.provider, _row.attempts, _row.next_at, _row.payload)
    .where(
        _row.status == "pending",
        _row.tenant == bindparam("p_tenant"),
        _row.contact == bindparam("p_contact"),
    )
    .order_by(_row.rank, _row.id)
    .limit(1)
)
_HEADS = Prepared(
    sa.select(_row.tenant, _row.contact, _row.next_at)
    .join(
        conversations,
        sa.and_(
            conversations.c.tenant == _row.tenant,
            conversations.c.contact == _row.contact,
            conversations.c.paused.is_(False),
        ),
    )
    .where(
        _row.status == "pending",
        # The first of its conversation only: the later ones wait for it whatever their time.
        ~sa.exists().where(
            _earlier.c.status == "pending",
            _earlier.c.tenant == _row.tenant,
            _earlier.c.contact == _row.contact,
            sa.tuple_(_earlier.c.rank, _earlier.c.id) < sa.tuple_(_row.rank, _row.id),
        ),
    )
    .order_by(_row.next_at)
    .limit(_PAGE)
)
_this = _row.id == bindparam("p_id")
_COUNT = Prepared(
    inbox.update().where(_this, _row.status == "pending").values(attempts=_row.attempts + 1)
)
_DONE = Prepared(
    inbox.update()
    .where(_this, _row.status == "pending")
    .values(status="done", done_at=bindparam("p_now"), error="")
)
_MASK = Prepared(inbox.update().where(_this).values(payload=bindparam("p_payload")))
_LATER = Prepared(
    inbox.update().where(_this).values(next_at=bindparam("p_at"), error=bindparam("p_error"))
)
_DEAD = Prepared(
    inbox.update()
    .where(_this)
    .values(status="dead", done_at=bindparam("p_now"), error=bindparam("p_error"))
)


def heads(connection: Connection) -> list[Due]:
    """Return the conversations that have a message to run, the longest waiting first."""
    return due_of(_HEADS.all(connection, {}))


def due_of(rows: Iterable[Any]) -> list[Due]:
    """Read rows of (tenant, contact, next_at)."""
    return [
        Due(
            key=ConversationKey(tenant=row.tenant, contact=row.contact),
            next_at=row.next_at,
        )
        for row in rows
    ]


def head(connection: Connection, key: ConversationKey) -> Waiting | None:
    """Return the message of ``key`` whose turn is next, due or not: the oldest, orders first."""
    row = _HEAD.first(connection, {"p_tenant": key.tenant, "p_contact": key.contact})
    if row is None:
        return None
    return Waiting(
        inbox_id=row.id,
        key=key,
        account=row.account,
        provider=row.provider,
        attempts=row.attempts,
        next_at=row.next_at,
        payload=row.payload,
    )


def count_attempt(connection: Connection, inbox_id: int) -> bool:
    """Count a turn that is about to begin, so that one that kills the process is counted too.

    Returns ``False`` when the message had its turn in the meantime.
    """
    return _COUNT.run(connection, {"p_id": inbox_id}) == 1


def mark_done(connection: Connection, inbox_id: int, now: datetime) -> None:
    """Note that the turn of a message is part of this transaction."""
    _DONE.run(connection, {"p_id": inbox_id, "p_now": now})


def mask(connection: Connection, waiting: Waiting, text: str) -> None:
    """Keep ``text`` in the place of what the person wrote, here and in the log."""
    payload = {**waiting.payload, "text": text, "payload": ""}
    _MASK.run(connection, {"p_id": waiting.inbox_id, "p_payload": payload})
    log.mask_inbound(connection, waiting.key, waiting.account, waiting.payload["message_id"], text)


def mark_later(connection: Connection, inbox_id: int, at: datetime, error: str) -> None:
    """Let a message wait until ``at`` before its next turn."""
    _LATER.run(connection, {"p_id": inbox_id, "p_at": at, "p_error": error})


def mark_dead(connection: Connection, inbox_id: int, now: datetime, error: str) -> None:
    """Give a message up; its row stays, with the reason."""
    _DEAD.run(connection, {"p_id": inbox_id, "p_now": now, "p_error": error})
