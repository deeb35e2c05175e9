"""What people at the office see: the tickets, one ticket whole, its conversation as it goes on.

    board(connection, now=now)              # the tickets, what presses most first
    whole(connection, 12)                   # reason, summary, slots, notes, contact
    conversation(connection, key)           # the messages, with how far ours came

All of it JSON values, for pages. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.handoff.tickets import PRIORITIES, HandoffError
from engine.storage.tables import (
    contact_aliases,
    contacts,
    conversations,
    inbox,
    messages,
    outbox,
    ticket_notes,
    tickets,
)

#: Begins the source of a message that somebody at the office wrote; the name follows.
AGENT_SOURCE = "agent:"
#: Messages of a conversation that are shown.
SHOWN = 200
#: For how long a person whom nobody answered is shown.
MISSED_FOR = timedelta(days=7)
#: Characters of the last message on the board.
_GLIMPSE = 120

#: What presses most first: those who wait, then those who are answered, then the missed ones.
_STATUS_ORDER: Mapping[str, int] = MappingProxyType({"waiting": 0, "taken": 1, "closed": 2})

_ticket, _said = tickets.c, messages.c
_later = tickets.alias("later")


def board(connection: Connection, *, now: datetime) -> list[dict[str, Any]]:
    """Return the open tickets, and those that nobody answered in time."""
    last = (
        sa.select(sa.func.max(_said.id))
        .where(_said.tenant == _ticket.tenant, _said.contact == _ticket.contact)
        .correlate(tickets)
        .scalar_subquery()
    )
    missed = sa.and_(
        _ticket.closed_by == "silence",
        _ticket.taken_at.is_(None),
        _ticket.closed_at > now - MISSED_FOR,
        # Whoever asked again, or was written to, is no longer missed.
        ~sa.exists().where(
            _later.c.tenant == _ticket.tenant,
            _later.c.contact == _ticket.contact,
            _later.c.id > _ticket.id,
        ),
    )
    rows = connection.execute(
        sa.select(
            tickets,
            contacts.c.profile_name,
            _phone(_ticket.tenant, _ticket.contact).label("phone"),
            _said.text.label("last_text"),
            _said.direction.label("last_direction"),
            _said.kind.label("last_kind"),
            _said.at.label("last_at"),
        )
        .join(contacts, contacts.c.id == _ticket.contact)
        .outerjoin(messages, _said.id == last)
        .where(sa.or_(_ticket.status != "closed", missed))
    ).all()
    return [_card(row) for row in sorted(rows, key=_pressing)]


def whole(connection: Connection, ticket_id: int) -> dict[str, Any]:
    """Return one ticket with everything that belongs to it.

    Raises :class:`~engine.handoff.tickets.HandoffError` for an unknown id.
    """
    row = connection.execute(
        sa.select(
            tickets,
            contacts.c.profile_name,
            _phone(_ticket.tenant, _ticket.contact).label("phone"),
            conversations.c.opted_out_at,
        )
        .join(contacts, contacts.c.id == _ticket.contact)
        .outerjoin(
            conversations,
            sa.and_(
                conversations.c.tenant == _ticket.tenant,
                conversations.c.contact == _ticket.contact,
            ),
        )
        .where(_ticket.id == ticket_id)
    ).first()
    if row is None:
        raise HandoffError("unknown_ticket", f"there is no ticket {ticket_id}")
    return {
        **_head(row),
        "summary": row.summary,
        "slots": row.slots,
        "taken_at": _moment(row.taken_at),
        "closed_at": _moment(row.closed_at),
        "closed_by": row.closed_by,
        "opted_out": row.opted_out_at is not None,
        "notes": _notes(connection, row.tenant, row.contact),
    }


def key_of(connection: Connection, ticket_id: int) -> ConversationKey | None:
    """Return whose ticket it is; None for an unknown id."""
    row = connection.execute(
        sa.select(_ticket.tenant, _ticket.contact).where(_ticket.id == ticket_id)
    ).first()
    return None if row is None else ConversationKey(tenant=row.tenant, contact=row.contact)


def conversation(connection: Connection, key: ConversationKey) -> list[dict[str, Any]]:
    """Return the last messages of ``key``, oldest first, whoever wrote them."""
    received, sent = inbox.c, outbox.c
    rows = connection.execute(
        sa.select(
            _said.id,
            _said.direction,
            _said.kind,
            _said.text,
            _said.source,
            _said.at,
            received.payload,
            sent.status,
            sent.error_code,
        )
        .outerjoin(outbox, sa.and_(_said.direction == "out", sent.ref == _said.message_id))
        .outerjoin(
            inbox,
            sa.and_(
                _said.direction == "in",
                received.tenant == _said.tenant,
                received.account == _said.account,
                received.message_id == _said.message_id,
            ),
        )
        .where(_said.tenant == key.tenant, _said.contact == key.contact)
        .order_by(_said.id.desc())
        .limit(SHOWN)
    ).all()
    return [_item(row) for row in reversed(rows)]


def _phone(tenant: sa.Column[Any], contact: sa.Column[Any]) -> sa.ScalarSelect[Any]:
    alias = contact_aliases.c
    return (
        sa.select(sa.func.min(alias.value))
        .where(alias.kind == "phone", alias.tenant == tenant, alias.contact == contact)
        .correlate(tickets)
        .scalar_subquery()
    )


def _notes(connection: Connection, tenant: str, contact: str) -> list[dict[str, Any]]:
    """Return the notes of all tickets of a contact: what was noted last time matters too."""
    note = ticket_notes.c
    rows = connection.execute(
        sa.select(ticket_notes)
        .join(tickets, _ticket.id == note.ticket)
        .where(_ticket.tenant == tenant, _ticket.contact == contact)
        .order_by(note.id)
    )
    return [
        {
            "id": row.id,
            "ticket": row.ticket,
            "author": row.author,
            "text": row.text,
            "at": _moment(row.at),
        }
        for row in rows
    ]


def _pressing(row: Any) -> tuple[int, int, datetime, int]:
    return _STATUS_ORDER[row.status], PRIORITIES.index(row.priority), row.due_at, row.id


def _head(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "tenant": row.tenant,
        "name": row.profile_name,
        "phone": row.phone or "",
        "reason": row.reason,
        "priority": row.priority,
        "status": row.status,
        "agent": row.agent,
        "opened_at": _moment(row.opened_at),
        "due_at": _moment(row.due_at),
    }


def _card(row: Any) -> dict[str, Any]:
    last = None
    if row.last_at is not None:
        last = {
            "direction": row.last_direction,
            "kind": row.last_kind,
            "text": row.last_text[:_GLIMPSE],
            "at": _moment(row.last_at),
        }
    return {**_head(row), "last": last}


def _item(row: Any) -> dict[str, Any]:
    author, agent = "person", ""
    if row.direction == "out":
        by_agent = row.source.startswith(AGENT_SOURCE)
        author = "agent" if by_agent else "assistant"
        agent = row.source.removeprefix(AGENT_SOURCE) if by_agent else ""
    item: dict[str, Any] = {
        "id": row.id,
        "at": _moment(row.at),
        "author": author,
        "agent": agent,
        "kind": row.kind,
        "text": row.text,
        # How far ours came; empty for theirs, and for what is no longer kept.
        "state": row.status or "",
        "error": row.error_code or "",
    }
    payload = row.payload if isinstance(row.payload, dict) else {}
    if payload.get("location"):
        place = payload["location"]
        item["place"] = {
            name: place.get(name) for name in ("latitude", "longitude", "name", "address")
        }
    if payload.get("media"):
        item["files"] = [media.get("filename") or "" for media in payload["media"]]
    return item


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
