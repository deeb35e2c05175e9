"""The rows of the tickets: read under a lock, changed together with who answers the contact.

standing = lock(connection, key)            # nobody else changes this contact until the commit
ticket = open_ticket(connection, key)
move(connection, ticket, Handler.HUMAN, {"agent": "Sœur Marie", "taken_at": now})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.delivery.standing import Handler, hand_to
from engine.errors import AccueilError
from engine.handoff.states import TICKET_STATUS
from engine.storage.tables import conversations, messages, ticket_notes, tickets

#: The most urgent first.
PRIORITIES = ("urgent", "high", "normal")
#: Who writes the notes that nobody at the office wrote.
ASSISTANT = "assistant"
#: Messages before the request that a ticket keeps.
TRANSCRIPT = 10

_ticket, _conversation = tickets.c, conversations.c


class HandoffError(AccueilError):
    """What the office asked for is not possible now; ``code`` names why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        # "unknown_ticket" | "closed" | "unknown_account"
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One request for a person."""

    id: int
    key: ConversationKey
    # "waiting" | "taken" | "closed"
    status: str
    priority: str
    # Whoever took it; while it waits, who is to take it, or empty.
    agent: str
    opened_at: datetime
    due_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether the office still answers."""
        return self.status != TICKET_STATUS[Handler.BOT]


def lock(connection: Connection, key: ConversationKey) -> Handler | None:
    """Return who answers ``key``, which nobody else changes before the commit; None if unknown."""
    query = (
        sa.select(_conversation.handler)
        .where(_conversation.tenant == key.tenant, _conversation.contact == key.contact)
        .with_for_update()
    )
    found = connection.scalar(query)
    return None if found is None else Handler(found)


def ticket_of(connection: Connection, ticket_id: int) -> Ticket:
    """Return one ticket, its contact locked. Raises :class:`HandoffError` for an unknown id."""
    place = connection.execute(
        sa.select(_ticket.tenant, _ticket.contact).where(_ticket.id == ticket_id)
    ).first()
    if place is None:
        raise HandoffError("unknown_ticket", f"there is no ticket {ticket_id}")
    lock(connection, ConversationKey(tenant=place.tenant, contact=place.contact))
    # Read after the lock: what was seen before it may have changed.
    return _record(connection.execute(sa.select(tickets).where(_ticket.id == ticket_id)).one())


def open_ticket(connection: Connection, key: ConversationKey) -> Ticket | None:
    """Return the ticket of ``key`` that is not closed; there is one at most."""
    row = connection.execute(
        sa.select(tickets).where(
            _ticket.tenant == key.tenant,
            _ticket.contact == key.contact,
            _ticket.status != TICKET_STATUS[Handler.BOT],
        )
    ).first()
    return None if row is None else _record(row)


def is_known(connection: Connection, number: str) -> bool:
    """Tell whether a ticket was opened under this ``key``."""
    return connection.scalar(sa.select(_ticket.id).where(_ticket.key == number)) is not None


def create(
    connection: Connection,
    key: ConversationKey,
    handler: Handler,
    values: Mapping[str, Any],
    *,
    message_id: str = "",
) -> Ticket:
    """Store a ticket of ``key`` with its transcript, and let ``handler`` answer from now on.

    ``message_id`` names the message that asked for it.
    """
    row = {
        "tenant": key.tenant,
        "contact": key.contact,
        "status": TICKET_STATUS[handler],
        "transcript": transcript(connection, key, but=message_id),
        **values,
    }
    made = connection.execute(tickets.insert().values(row).returning(*tickets.c)).one()
    hand_to(connection, key, handler)
    return _record(made)


def move(
    connection: Connection, ticket: Ticket, handler: Handler, changes: Mapping[str, Any]
) -> None:
    """Change ``ticket`` and let ``handler`` answer its contact: always both."""
    connection.execute(
        tickets.update()
        .where(_ticket.id == ticket.id)
        .values(status=TICKET_STATUS[handler], **changes)
    )
    if ticket.status != TICKET_STATUS[handler]:
        hand_to(connection, ticket.key, handler)


def in_hand(connection: Connection, tenant: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many open tickets each agent has, and the number of the one each got last."""
    still_open = sa.case((_ticket.status != TICKET_STATUS[Handler.BOT], 1), else_=0)
    rows = connection.execute(
        sa.select(_ticket.agent, sa.func.sum(still_open), sa.func.max(_ticket.id))
        .where(_ticket.tenant == tenant, _ticket.agent != "")
        .group_by(_ticket.agent)
    ).all()
    return {row[0]: int(row[1]) for row in rows}, {row[0]: int(row[2]) for row in rows}


def note(connection: Connection, ticket: Ticket, *, author: str, text: str, now: datetime) -> None:
    """Keep a note that the contact never sees."""
    connection.execute(
        ticket_notes.insert(),
        {
            "tenant": ticket.key.tenant,
            "ticket": ticket.id,
            "author": author,
            "text": text,
            "at": now,
        },
    )


def transcript(
    connection: Connection, key: ConversationKey, *, but: str = ""
) -> list[dict[str, str]]:
    """Return the last messages of ``key``, oldest first.

    The message ``but`` is left out: until its turn is over it may still hold a secret, and what it
    asks for is the reason of the ticket.
    """
    said = messages.c
    rows = connection.execute(
        sa.select(said.direction, said.kind, said.text, said.at)
        .where(said.tenant == key.tenant, said.contact == key.contact, said.message_id != but)
        .order_by(said.id.desc())
        .limit(TRANSCRIPT)
    ).all()
    return [
        {
            "direction": row.direction,
            "kind": row.kind,
            "text": row.text,
            "at": row.at.isoformat(),
        }
        for row in reversed(rows)
    ]


def _record(row: Any) -> Ticket:
    return Ticket(
        id=row.id,
        key=ConversationKey(tenant=row.tenant, contact=row.contact),
        status=row.status,
        priority=row.priority,
        agent=row.agent,
        opened_at=row.opened_at,
        due_at=row.due_at,
    )
