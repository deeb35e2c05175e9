"""Telling the office of a new ticket: noted with the ticket, told afterwards, as often as it takes.

    announce(connection, tenant, ticket, now=now)       # inside the turn that opens the ticket
    for notice in pending(connection, now=now): …       # later, whoever does the telling
    settle(connection, notice, told=True, now=now)

A row of the table ``effects`` remembers each of them, so that a killed process forgets none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.handoff.tickets import Ticket
from engine.storage.database import insert
from engine.storage.tables import effects, tickets
from engine.tenants import Tenant
from engine.tenants.sections.handoff import HandoffPolicy

#: Begins the keys of these rows among the effects.
PREFIX = "handoff.notice:"
#: Nobody needs to be told of a ticket that is older.
STALE = timedelta(hours=24)
#: Seconds before the next attempt, times two for each one before.
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0

_row = effects.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One ticket that the office is to be told of."""

    key: str
    tenant: str
    ticket: int
    priority: str
    # Who is to take it; empty for whoever comes first.
    agent: str
    opened_at: datetime
    due_at: datetime
    # Attempts so far.
    attempts: int

    def to_json(self) -> dict[str, Any]:
        """Return what is told: nothing of what the person said, for it leaves the house."""
        return {
            "event": "ticket_opened",
            "tenant": self.tenant,
            "ticket": self.ticket,
            "priority": self.priority,
            "agent": self.agent,
            "opened_at": self.opened_at.isoformat(),
            "due_at": self.due_at.isoformat(),
        }


def announce(connection: Connection, tenant: Tenant, ticket: Ticket, *, now: datetime) -> None:
    """Note that the office is to be told of ``ticket``, where its tenant wishes so."""
    if not tenant.section(HandoffPolicy).webhook:
        return
    row = {
        "key": f"{PREFIX}{ticket.id}",
        "tenant": tenant.id,
        "status": "begun",
        "result": {"attempts": 0, "next_at": now.isoformat()},
        "created_at": now,
    }
    connection.execute(insert(connection, effects).on_conflict_do_nothing(), row)


def pending(connection: Connection, *, now: datetime) -> list[Notice]:
    """Return what is to be told now, the oldest first."""
    rows = connection.execute(
        sa.select(_row.key, _row.tenant, _row.result)
        .where(_row.status == "begun", _row.key.startswith(PREFIX, autoescape=True))
        .order_by(_row.created_at)
    ).all()
    due = [row for row in rows if datetime.fromisoformat(row.result["next_at"]) <= now]
    return [notice for row in due if (notice := _notice(connection, row)) is not None]


def next_at(connection: Connection) -> datetime | None:
    """Return when the next one is to be told; None when there is none."""
    rows = connection.execute(
        sa.select(_row.result).where(
            _row.status == "begun", _row.key.startswith(PREFIX, autoescape=True)
        )
    )
    moments = [datetime.fromisoformat(row.result["next_at"]) for row in rows]
    return min(moments, default=None)


def settle(connection: Connection, notice: Notice, *, told: bool, now: datetime) -> None:
    """Note whether the office was told; if not, when to try again, or that it is too late."""
    attempts = notice.attempts + 1
    late = now - notice.opened_at > STALE
    wait = min(FIRST_WAIT * 2**notice.attempts, LONGEST_WAIT)
    connection.execute(
        effects.update()
        .where(_row.key == notice.key)
        .values(
            status="done" if told else "failed" if late else "begun",
            done_at=now if told or late else None,
            result={
                "attempts": attempts,
                "next_at": (now + timedelta(seconds=wait)).isoformat(),
            },
        )
    )


def _notice(connection: Connection, row: Any) -> Notice | None:
    ticket_id = int(row.key.removeprefix(PREFIX))
    found = connection.execute(sa.select(tickets).where(tickets.c.id == ticket_id)).first()
    if found is None:
        return None
    return Notice(
        key=row.key,
        tenant=row.tenant,
        ticket=ticket_id,
        priority=found.priority,
        agent=found.agent,
        opened_at=found.opened_at,
        due_at=found.due_at,
        attempts=int(row.result.get("attempts", 0)),
    )
