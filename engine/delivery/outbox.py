"""What we answer: stored with the turn, handed over afterwards, in order per conversation.

::

    pending ─▶ sending ─▶ sent ─▶ delivered ─▶ read
       ▲          │ ├─▶ unknown   nobody knows whether the provider took it
       └──────────┘ └─▶ failed | dead     never will be taken | tried long enough
    pending ─▶ withheld   a person took over, or nothing more was wanted, before it left

A row is ``sending`` in the database before the first byte leaves, so that a killed process leaves a
trace of its doubt. Example: ``post(connection, key, letters, …)`` then ``claim`` and ``settle``.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.delivery import contacts, log
from engine.delivery.contracts import Attempt, ConversationKey, Origin, Outcome, Provider
from engine.delivery.inbox import Due, due_of
from engine.delivery.standing import Handler
from engine.delivery.timings import Timings, backoff
from engine.messages import Alias, Reply
from engine.storage.prepared import Prepared
from engine.storage.tables import UtcTime, conversations, outbox

#: States in which a row stands in the way of the later ones of its conversation.
ACTIVE = ("pending", "sending", "unknown")

#: Our own error codes, beside those of the providers.
UNCONFIRMED = "unconfirmed"
EXPIRED = "expired"

#: A message is sent again once when nobody knows whether it went out.
_DOUBTS = 2
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One reply, made into what its provider can carry."""

    reply: Reply
    # (our reference, body), in the order of sending.
    parts: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message that the sender has marked as its own and is about to hand over."""

    row_id: int
    key: ConversationKey
    account: str
    provider: str
    # Every alias of the person, the one to answer to first.
    to: tuple[Alias, ...]
    body: dict[str, Any]
    ref: str
    # This attempt included.
    attempts: int
    created_at: datetime
    # From when on others take it for lost.
    until: datetime


def compose(provider: Provider, replies: Sequence[Reply]) -> tuple[Letter, ...]:
    """Render ``replies`` within the limits of ``provider``, and give each part its reference."""
    return tuple(
        Letter(
            reply=reply,
            parts=tuple((secrets.token_hex(12), body) for body in provider.render(reply)),
        )
        for reply in replies
    )


def post(
    connection: Connection,
    key: ConversationKey,
    letters: Sequence[Letter],
    *,
    account: str,
    provider: str,
    inbox_id: int | None,
    now: datetime,
    origin: Origin = Origin.BOT,
) -> None:
    """Store ``letters`` for sending and log them, as part of the caller's transaction."""
    parts = [part for letter in letters for part in letter.parts]
    _POST.run_many(
        connection,
        [
            {
                "tenant": key.tenant,
                "account": account,
                "provider": provider,
                "contact": key.contact,
                "inbox_id": inbox_id,
                "origin": origin.value,
                "ord": place,
                "ref": ref,
                "body": body,
                "status": "pending",
                "next_at": now,
                "created_at": now,
            }
            for place, (ref, body) in enumerate(parts)
        ],
    )
    spoken = [
        log.Spoken(reply=letter.reply, ref=letter.parts[0][0] if letter.parts else "")
        for letter in letters
    ]
    log.record_replies(connection, key, spoken, account=account, provider=provider, at=now)


_row = outbox.c
_earlier = outbox.alias("earlier")
# Said in the statement itself: a prepared one takes no lists.
_active: list[sa.ColumnElement[str]] = [sa.literal_column(f"'{status}'") for status in ACTIVE]
_POST = Prepared(outbox.insert())
_HEAD = Prepared(
    sa.select(
        outbox, conversations.c.aliases, conversations.c.handler, conversations.c.opted_out_at
    )
    .join(
        conversations,
        sa.and_(
            conversations.c.tenant == _row.tenant,
            conversations.c.contact == _row.contact,
        ),
    )
    .where(
        _row.status.in_(_active),
        _row.tenant == bindparam("p_tenant"),
        _row.contact == bindparam("p_contact"),
    )
    .order_by(_row.id)
    .limit(1)
)
_HEADS = (
    sa.select(_row.tenant, _row.contact, _row.next_at)
    .where(
        _row.status.in_(_active),
        ~sa.exists().where(
            _earlier.c.status.in_(_active),
            _earlier.c.tenant == _row.tenant,
            _earlier.c.contact == _row.contact,
            _earlier.c.id < _row.id,
        ),
    )
    .order_by(_row.next_at)
    .limit(_PAGE)
)
_CLAIM = Prepared(
    outbox.update()
    .where(_row.id == bindparam("p_id"), _row.status == bindparam("p_status"))
    .values(status="sending", attempts=_row.attempts + 1, next_at=bindparam("p_until"))
)
_SENT = Prepared(
    outbox.update()
    .where(_row.id == bindparam("p_id"))
    .values(
        # A status may have come before the answer to our own request; it knows more.
        status=sa.case((_row.status.in_(_active), "sent"), else_=_row.status),
        provider_id=bindparam("p_provider_id"),
        sent_at=sa.func.coalesce(_row.sent_at, bindparam("p_now", type_=UtcTime)),
        error_code="",
        error_detail="",
    )
)


def heads(connection: Connection, held: Collection[tuple[str, str]] = ()) -> list[Due]:
    """Return the conversations with something to hand over, but for ``held`` (tenant, account)."""
    query = _HEADS
    if held:
        query = query.where(sa.tuple_(_row.tenant, _row.account).not_in(list(held)))
    return due_of(connection.execute(query))


def claim(
    connection: Connection,
    key: ConversationKey,
    *,
    now: datetime,
    timings: Timings,
    held: Collection[tuple[str, str]] = (),
) -> Parcel | None:
    """Mark the first message of ``key`` as being sent and return it, or ``None`` when none is due.

    Rows that can no longer be sent are closed on the way; they do not block what follows them.
    """
    while True:
        head = {"p_tenant": key.tenant, "p_contact": key.contact}
        row = _HEAD.first(connection, head)
        if row is None:
            return None
        unwanted = _unwanted(row)
        if unwanted and row.status == "pending":
            _withhold(connection, row, unwanted)
        elif row.next_at > now:
            return None
        elif row.status == "sending":
            # Its sender never came back.
            _doubt(connection, _row.id == row.id, now, timings, counts=False)
            return None
        elif row.status == "unknown" and (unwanted or row.doubts >= _DOUBTS):
            # What may have arrived is not said to be withheld.
            _close(connection, row, "failed", UNCONFIRMED, "sent, never confirmed")
        elif row.attempts >= timings.send_attempts or now - row.created_at >= timings.send_within:
            _close(connection, row, "dead", row.error_code or EXPIRED, row.error_detail)
        elif (row.tenant, row.account) in held:
            return None
        else:
            return _claim(connection, row, now, timings)


def settle(
    connection: Connection,
    parcel: Parcel,
    attempt: Attempt,
    *,
    now: datetime,
    timings: Timings,
    jitter: float,
) -> None:
    """Note what became of ``parcel``; a report that came in the meantime is not overwritten."""
    if attempt.outcome is Outcome.SENT:
        values = {
            "p_id": parcel.row_id,
            "p_provider_id": attempt.provider_id,
            "p_now": now,
        }
        _SENT.run(connection, values)
        return
    mine = sa.and_(_row.id == parcel.row_id, _row.status == "sending")
    seen: dict[str, Any] = {"error_code": attempt.code, "error_detail": attempt.detail}
    if attempt.outcome is Outcome.AMBIGUOUS:
        _doubt(connection, mine, now, timings, **seen)
        return
    if attempt.outcome is Outcome.FINAL:
        changes: dict[str, Any] = {"status": "failed"}
    elif attempt.outcome is Outcome.ACCOUNT:
        # Not the fault of the message: the attempt does not count.
        later = now + timedelta(seconds=timings.account_hold)
        changes = {"status": "pending", "attempts": _row.attempts - 1, "next_at": later}
    else:
        changes = _retry(parcel, attempt, now, timings, jitter)
    connection.execute(outbox.update().where(mine).values(**changes, **seen))


def unmark(connection: Connection, parcels: Sequence[Parcel], *, now: datetime) -> None:
    """Let ``parcels``, marked and never handed over, wait as if nobody had marked them."""
    for parcel in parcels:
        mark = (
            _row.ref == parcel.ref,
            _row.status == "sending",
            _row.attempts == parcel.attempts,
            _row.next_at == parcel.until,
        )
        values = {"status": "pending", "attempts": _row.attempts - 1, "next_at": now}
        connection.execute(outbox.update().where(*mark).values(**values))


def doubt_all(connection: Connection, *, now: datetime, timings: Timings) -> int:
    """Treat every message that is being sent as of unknown fate; return how many.

    For the start of a process: whoever was sending them was killed.
    """
    return _doubt(connection, _row.status == "sending", now, timings, counts=False)


def _retry(
    parcel: Parcel, attempt: Attempt, now: datetime, timings: Timings, jitter: float
) -> dict[str, Any]:
    wait = backoff(parcel.attempts, factor=timings.send_factor, jitter=jitter, timings=timings)
    later = now + timedelta(seconds=max(wait, attempt.retry_after or 0.0))
    over = parcel.attempts >= timings.send_attempts
    if over or later - parcel.created_at >= timings.send_within:
        return {"status": "dead"}
    return {"status": "pending", "next_at": later}


def _claim(connection: Connection, row: Any, now: datetime, timings: Timings) -> Parcel | None:
    until = now + timedelta(seconds=timings.send_lost)
    values = {"p_id": row.id, "p_status": row.status, "p_until": until}
    if _CLAIM.run(connection, values) != 1:
        return None  # another process was faster
    return Parcel(
        row_id=row.id,
        key=ConversationKey(tenant=row.tenant, contact=row.contact),
        account=row.account,
        provider=row.provider,
        to=contacts.aliases_of(connection, row.tenant, row.contact, row.aliases),
        body=row.body,
        ref=row.ref,
        attempts=row.attempts + 1,
        created_at=row.created_at,
        until=until,
    )


def _doubt(
    connection: Connection,
    which: sa.ColumnElement[bool],
    now: datetime,
    timings: Timings,
    *,
    counts: bool = True,
    **seen: str,
) -> int:
    """Let rows wait for a report that settles whether they arrived.

    The doubt that a killed process leaves does not count: perhaps nothing had left yet, and who is
    killed twice must not lose an answer by it. Attempts bound it.
    """
    changes = {
        "status": "unknown",
        "doubts": _row.doubts + int(counts),
        "next_at": now + timedelta(seconds=timings.settle),
        **seen,
    }
    return connection.execute(outbox.update().where(which).values(**changes)).rowcount


def _unwanted(row: Any) -> str:
    """Return why ``row`` must not leave any more; empty when it may."""
    if row.origin == Origin.AGENT:
        return ""
    # The one that says "you will get nothing more" was made at that very moment.
    said_then = row.origin == Origin.NOTICE and row.created_at == row.opted_out_at
    if row.opted_out_at is not None and not said_then:
        return "opted_out"
    taken_over = row.handler == Handler.HUMAN and row.origin != Origin.NOTICE
    return "taken_over" if taken_over else ""


def _withhold(connection: Connection, row: Any, reason: str) -> None:
    _close(connection, row, "withheld", reason, "")
    log.note_withheld(connection, row.tenant, row.ref)


def _close(connection: Connection, row: Any, status: str, code: str, detail: str) -> None:
    connection.execute(
        outbox.update()
        .where(_row.id == row.id, _row.status == row.status)
        .values(status=status, error_code=code, error_detail=detail)
    )
