"""What is to be said to a conversation later: stored, and said as a message like all others.

    arm(connection, key, name="rdv:12:r0:24h", due_at=at, zone="Africa/Dakar",
        payload='/rappel_rendez_vous{"rendez_vous": "12"}', now=now)
    cancel(connection, key, "rdv:12:")

A due timer never calls anybody: it becomes a row of the inbox in the transaction that marks it
``fired``, and so has the order, the repetitions and the safety of every other message.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.delivery import conversations, inbox
from engine.delivery.contracts import ConversationKey
from engine.delivery.crash_points import reached
from engine.errors import DeliveryError
from engine.flows.payloads import parse_payload
from engine.messages import Inbound, Kind
from engine.storage.database import dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables import contacts, timers

logger = logging.getLogger(__name__)

#: What becomes of a timer whose hour has passed long ago, because nobody was there to see it.
SEND, SKIP = "send", "skip"

#: Begins the message id of what a timer said.
ID_PREFIX = "timer:"

#: Timers of one transaction; the others are due a moment later.
_PAGE = 200

_row = timers.c
_DUE = (
    sa.select(
        _row.id,
        _row.tenant,
        _row.contact,
        _row.name,
        _row.due_at,
        _row.payload,
        _row.late_policy,
    )
    .where(_row.status == "armed", _row.due_at <= bindparam("p_now"))
    .order_by(_row.due_at, _row.id)
    .limit(_PAGE)
)
_KNOWN = Prepared(sa.select(contacts.c.id).where(contacts.c.id == bindparam("p_contact")))
_NEXT = sa.select(sa.func.min(_row.due_at, type_=_row.due_at.type)).where(_row.status == "armed")
_CANCEL = Prepared(
    timers.update()
    .where(
        _row.tenant == bindparam("p_tenant"),
        _row.contact == bindparam("p_contact"),
        _row.status == "armed",
        sa.func.substr(_row.name, 1, bindparam("p_length", type_=sa.Integer))
        == bindparam("p_prefix"),
    )
    .values(status="cancelled")
)


def _arming(dialect: str) -> sa.Executable:
    """Word how a timer is armed: a new row, or that of its name set anew."""
    statement = dialect_insert(dialect, timers)
    name = ("tenant", "contact", "name")
    anew = {
        column.name: statement.excluded[column.name]
        for column in timers.columns
        if column.name not in (*name, "id")
    }
    return statement.on_conflict_do_update(index_elements=name, set_=anew)


_ARM = Prepared(_arming)
_TAKE = (
    timers.update()
    .where(_row.id == bindparam("p_id"), _row.status == "armed")
    .values(status=bindparam("p_status"), fired_at=bindparam("p_now"))
)


def arm(
    connection: Connection,
    key: ConversationKey,
    *,
    name: str,
    due_at: datetime,
    zone: str,
    payload: str,
    late_policy: str = SEND,
    now: datetime,
) -> bool:
    """Say ``payload`` to ``key`` at ``due_at``; a timer of that name is set anew.

    Returns False for a conversation without a contact, as plain Rasa commands have: nobody could be
    reached. Raises ``ValueError`` for an unknown policy, a payload without an intent or a naive
    moment, ``KeyError`` for an unknown zone. Quiet hours are the caller's business
    (:func:`engine.delivery.quiet.move_earlier`).
    """
    if late_policy not in (SEND, SKIP):
        raise ValueError(f"unknown late policy {late_policy!r}")
    _check(payload)
    ZoneInfo(zone)
    if _KNOWN.first(connection, {"p_contact": key.contact}) is None:
        return False
    values = {
        "tenant": key.tenant,
        "contact": key.contact,
        "name": name,
        "due_at": due_at,
        "zone": zone,
        "payload": payload,
        "late_policy": late_policy,
        "status": "armed",
        "created_at": now,
        "fired_at": None,
    }
    _ARM.run(connection, values)
    return True


def cancel(connection: Connection, key: ConversationKey, name_prefix: str) -> int:
    """Cancel the armed timers of ``key`` whose name begins so; return how many.

    End the prefix with its separator: ``"rdv:1"`` would also hit ``"rdv:12:…"``.
    """
    values = {"p_tenant": key.tenant, "p_contact": key.contact, "p_prefix": name_prefix}
    return _CANCEL.run(connection, {**values, "p_length": len(name_prefix)})


def next_due(connection: Connection) -> datetime | None:
    """Return when the next timer is due; None when none is armed."""
    found: datetime | None = connection.scalar(_NEXT)
    return found


def fire_due(
    connection: Connection, now: datetime, *, late: timedelta
) -> tuple[ConversationKey, ...]:
    """Turn due timers into messages of the house; return the conversations to wake.

    Those that are more than ``late`` behind and would rather not be said are left out, with a line
    in the log. Two processes may do this at once: each timer is fired by one of them.
    """
    woken = []
    for row in connection.execute(_DUE, {"p_now": now}).all():
        key = ConversationKey(tenant=row.tenant, contact=row.contact)
        skipped = row.late_policy == SKIP and now - row.due_at > late
        values = {"p_id": row.id, "p_status": "skipped" if skipped else "fired", "p_now": now}
        if connection.execute(_TAKE, values).rowcount != 1:
            continue  # another process was faster
        if skipped:
            _tell("timer_skipped", "a timer is too late to be said", row)
            continue
        message_id = f"{ID_PREFIX}{row.id}:{row.due_at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
        if _store(connection, key, row.payload, message_id, now) is None:
            _tell("timer_lost", "a timer belongs to nobody who can be reached", row)
            continue
        woken.append(key)
    reached("timers-fired")
    return tuple(dict.fromkeys(woken))


def enqueue_trigger(
    connection: Connection, key: ConversationKey, payload: str, name: str, now: datetime
) -> bool:
    """Say ``payload`` to ``key`` now; ``name`` makes it unique: a second one of it is ignored.

    Returns whether it was new. The turn follows by itself within a second, at once after
    ``FrontDesk.wake(key)``. Raises ``ValueError`` for a payload without an intent and
    ``DeliveryError`` for a conversation that does not exist.
    """
    _check(payload)
    fresh = _store(connection, key, payload, f"trigger:{name}", now)
    if fresh is None:
        raise DeliveryError("there is no such conversation")
    return fresh


def is_reminder(message: Inbound) -> bool:
    """Tell whether a timer said this."""
    return message.kind is Kind.TRIGGER and message.message_id.startswith(ID_PREFIX)


def _check(payload: str) -> None:
    read = parse_payload(payload)
    if read is None or not read.intent:
        raise ValueError(f"not the payload of an intent: {payload!r}")


def _store(
    connection: Connection, key: ConversationKey, payload: str, message_id: str, now: datetime
) -> bool | None:
    """Store a message of the house where the person wrote last; None when they never did."""
    place = conversations.address_of(connection, key)
    if place is None:
        return None
    message = Inbound(
        tenant=key.tenant,
        account=place.account,
        provider=place.provider,
        message_id=message_id,
        aliases=place.aliases,
        sent_at=now,
        kind=Kind.TRIGGER,
        payload=payload,
    )
    return inbox.enqueue(connection, key, message, now)


def _tell(action: str, what: str, row: Any) -> None:
    logger.warning(
        what,
        extra={
            "action": action,
            "tenant": row.tenant,
            "contact": row.contact,
            "timer": row.name,
            "due_at": row.due_at.isoformat(),
        },
    )
