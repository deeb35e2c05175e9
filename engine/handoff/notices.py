"""Telling the office of a new ticket: noted with the ticket, told afterwards, as often as it takes.

    announce(connection, tenant, ticket, now=now)       # inside the turn that opens the ticket
    for notice in unfinished(connection): …             # later, whoever does the telling
        settle(connection, notice, target, State.TOLD, now=now)

A row of the table ``effects`` remembers each ticket, and in it each target by itself: an address, a
number. A killed process forgets none, and who was told is not told again because another could not
be. A target is written as its way and a digest, so that no number lies in one more place.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

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


class State(enum.StrEnum):
    """How far the telling of one target came; all but the first are an end."""

    WAITING = "waiting"  # not told yet, to be tried again
    TOLD = "told"
    REFUSED = "refused"  # the other side will never take it
    WINDOW_CLOSED = "window_closed"  # WhatsApp lets nobody write to them now
    OPTED_OUT = "opted_out"  # they wrote STOP
    UNWANTED = "unwanted"  # the tenant's file no longer names them
    TOO_LATE = "too_late"  # tried for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom to tell, and how."""

    # "webhook" | "mail" | "whatsapp"
    way: str
    # NAME of a variable, address or number.
    to: str

    @property
    def target(self) -> str:
        """What is remembered of it: the same as long as the tenant's file names it.

        >>> Recipient(way="mail", to="bureau@example.org").target
        'mail:34d59ba1681d'
        """
        return f"{self.way}:{hashlib.sha256(self.to.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the telling of one target came."""

    state: State
    # Attempts so far.
    attempts: int
    # When to try (again), while it waits.
    next_at: datetime
    # Why the last attempt came to nothing, in a word.
    reason: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the record from :meth:`to_json`."""
        return cls(
            state=State(data.get("state", State.WAITING)),
            attempts=int(data.get("attempts", 0)),
            next_at=datetime.fromisoformat(data["next_at"]),
            reason=data.get("reason", ""),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        return {
            "state": self.state.value,
            "attempts": self.attempts,
            "next_at": self.next_at.isoformat(),
            "reason": self.reason,
        }


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
    # Target -> how far it came.
    progress: Mapping[str, Progress]

    @property
    def waiting(self) -> dict[str, datetime]:
        """The targets that are not at their end, and when each is to be told."""
        return {
            target: progress.next_at
            for target, progress in self.progress.items()
            if progress.state is State.WAITING
        }

    def ident(self, target: str) -> str:
        """Return what names the telling of ``target``, the same however often it is repeated."""
        whole = f"{self.tenant}|{self.ticket}|{self.opened_at.isoformat()}|{target}"
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

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


def recipients(policy: HandoffPolicy) -> list[Recipient]:
    """Return everybody whom ``policy`` wants told."""
    return [Recipient(way=way, to=to) for way, each in policy.recipients.items() for to in each]


def recipient_of(policy: HandoffPolicy, target: str) -> Recipient | None:
    """Return who is meant by ``target``; None when ``policy`` no longer wants them told."""
    # The way alone stands in rows of the time when there was one.
    meant = (one for one in recipients(policy) if target in (one.target, one.way))
    return next(meant, None)


def announce(connection: Connection, tenant: Tenant, ticket: Ticket, *, now: datetime) -> None:
    """Note that the office is to be told of ``ticket``, where its tenant wishes so."""
    targets = [recipient.target for recipient in recipients(tenant.section(HandoffPolicy))]
    if not targets:
        return
    begun = Progress(state=State.WAITING, attempts=0, next_at=now).to_json()
    row = {
        "key": f"{PREFIX}{ticket.id}",
        "tenant": tenant.id,
        "status": "begun",
        "result": {"ways": dict.fromkeys(targets, begun)},
        "created_at": now,
    }
    connection.execute(insert(connection, effects).on_conflict_do_nothing(), row)


def unfinished(connection: Connection) -> list[Notice]:
    """Return the tickets of which somebody is still to be told, the oldest first."""
    rows = connection.execute(
        sa.select(_row.key, _row.tenant, _row.result)
        .where(_row.status == "begun", _row.key.startswith(PREFIX, autoescape=True))
        .order_by(_row.created_at)
    ).all()
    numbers = {int(row.key.removeprefix(PREFIX)): row for row in rows}
    found = connection.execute(sa.select(tickets).where(tickets.c.id.in_(numbers))).all()
    known = {ticket.id: ticket for ticket in found}
    # A ticket that is gone needs nobody.
    return [_notice(row, known[number]) for number, row in numbers.items() if number in known]


def settle(
    connection: Connection,
    notice: Notice,
    target: str,
    state: State,
    *,
    now: datetime,
    reason: str = "",
) -> State:
    """Note what became of one target, and return it: what still waits may have come too late.

    The other targets of the ticket stay as they are, whoever notes something of them meanwhile.
    """
    found = connection.execute(
        sa.select(_row.result).where(_row.key == notice.key).with_for_update()
    ).one()
    progress = _progress(found.result)
    attempts = progress[target].attempts
    if state is State.WAITING and now - notice.opened_at > STALE:
        state = State.TOO_LATE
    wait = min(FIRST_WAIT * 2 ** min(attempts, 32), LONGEST_WAIT)
    progress[target] = Progress(
        state=state,
        attempts=attempts + 1,
        next_at=now + timedelta(seconds=wait),
        reason=reason,
    )
    states = {one.state for one in progress.values()}
    waiting = State.WAITING in states
    connection.execute(
        effects.update()
        .where(_row.key == notice.key)
        .values(
            # Done: everybody was told. Failed: the row says who was not, and why.
            status="begun" if waiting else "done" if states == {State.TOLD} else "failed",
            done_at=None if waiting else now,
            result={"ways": {name: one.to_json() for name, one in progress.items()}},
        )
    )
    return state


def _notice(row: Any, ticket: Any) -> Notice:
    return Notice(
        key=row.key,
        tenant=row.tenant,
        ticket=ticket.id,
        priority=ticket.priority,
        agent=ticket.agent,
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        progress=_progress(row.result),
    )


def _progress(result: Mapping[str, Any]) -> dict[str, Progress]:
    # Rows of the time when there was one way hold its progress directly.
    ways = result.get("ways") or {"webhook": result}
    return {target: Progress.from_json(data) for target, data in ways.items()}
