"""Hand-off: what conversations ask of the office, and what the office does about them.

    handoff = Handoff(tenants)
    FrontDesk(..., effects=handoff.effects)                   # what turns ask for
    await database.run(handoff.take, 12, agent="Sœur Marie", now=now)
    await database.run(handoff.close, 12, agent="Sœur Marie", now=now)

Every act locks its contact, changes ticket and handler together, and sets the delay after which the
assistant answers again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery import contacts, timers
from engine.delivery.contracts import ConversationKey, EffectHandler, Occasion
from engine.delivery.standing import Handler
from engine.handoff import notices
from engine.handoff.assignment import choose
from engine.handoff.hours import due_at, return_at
from engine.handoff.states import HUMAN_ACTS, Act, follow
from engine.handoff.tickets import (
    ASSISTANT,
    PRIORITIES,
    HandoffError,
    Ticket,
    create,
    in_hand,
    is_known,
    lock,
    move,
    note,
    open_ticket,
    ticket_of,
)
from engine.messages import Alias
from engine.storage import tables
from engine.storage.database import insert
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy

#: Timer that gives the conversation back when nobody at the office does anything.
RETURN_TIMER: Final = "handoff_return"
#: Intent of the flow that says that the assistant is back, and why; see domain/contact_humain.yml.
RETURN_PAYLOAD: Final = '/reprise_assistant{{"raison": "{reason}"}}'
CLOSED, WITHDRAWN, FORGOTTEN = "cloture", "retrait", "personne"

#: Longest reason and note that are kept, in characters.
LONGEST: Final = 2000
#: Lines of a summary.
SUMMARY_LINES: Final = 5
#: Before any message of the person: WhatsApp's 24 hours count as over.
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody who may never have written can be reached."""

    tenant: str
    # Account and provider of the tenant that write to them.
    account: str
    provider: str
    alias: Alias
    # As the office calls them; may be empty.
    name: str = field(default="", repr=False)


class Handoff:
    """The acts of persons and of the office on the tickets of all tenants."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants

    @property
    def effects(self) -> dict[str, EffectHandler]:
        """Return what turns may ask for, by name."""
        return {
            "handoff.open": self.open,
            "handoff.withdraw": self.withdraw,
            "handoff.return": self.give_back,
            "handoff.missed_reminder": self.missed_reminder,
        }

    # -- what a turn asks for ------------------------------------------------------------------

    def open(self, connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
        """Open a ticket: ``{"reason", "priority", "summary", "slots"}``; once per contact."""
        handler = lock(connection, occasion.key)
        if handler is None:
            return  # nobody whom anybody could answer
        priority = data.get("priority")
        priority = priority if priority in PRIORITIES else PRIORITIES[-1]
        ticket = open_ticket(connection, occasion.key)
        if ticket is not None:
            self._ask_again(connection, ticket, priority, occasion.now)
            return
        number = f"{occasion.key}/{occasion.message_id}"
        if is_known(connection, number):
            return  # this very message was answered, and its matter is closed
        tenant = self._tenants[occasion.key.tenant]
        due = due_at(tenant, occasion.now, priority)
        made = create(
            connection,
            occasion.key,
            Handler.WAITING,
            {
                "key": number,
                "reason": _cut(data.get("reason")),
                "priority": priority,
                "summary": "\n".join(_cut(data.get("summary")).splitlines()[:SUMMARY_LINES]),
                "slots": dict(data.get("slots") or {}),
                "agent": self._next_agent(connection, tenant),
                "opened_at": occasion.now,
                "due_at": due,
            },
            message_id=occasion.message_id,
        )
        self._wait(connection, made, since=due, now=occasion.now)
        notices.announce(connection, tenant, made, now=occasion.now)

    def withdraw(self, connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
        """The person no longer wants anybody: the assistant answers again, and says so."""
        self._end(connection, occasion.key, Act.WITHDRAW, "person", occasion.now)

    def give_back(
        self, connection: Connection, occasion: Occasion, data: Mapping[str, Any]
    ) -> None:
        """The assistant answers again: nobody did anything for hours, or all begins anew."""
        if data.get("raison") == FORGOTTEN and _is_awaited(connection, occasion.key):
            return  # somebody acted after all, in the very last moment
        self._end(connection, occasion.key, Act.LAPSE, "silence", occasion.now)

    def missed_reminder(
        self, connection: Connection, occasion: Occasion, data: Mapping[str, Any]
    ) -> None:
        """A reminder was not sent because a person answers here: tell that person."""
        lock(connection, occasion.key)
        ticket = open_ticket(connection, occasion.key)
        if ticket is not None:
            text = "Un rappel automatique n’a pas été envoyé pendant cet échange."
            note(connection, ticket, author=ASSISTANT, text=text, now=occasion.now)

    # -- what the office does ------------------------------------------------------------------

    def take(self, connection: Connection, ticket_id: int, *, agent: str, now: datetime) -> Ticket:
        """Let ``agent`` answer, instead of the assistant or of a colleague."""
        return self._act(connection, ticket_id, Act.TAKE, agent, now)

    def answering(
        self, connection: Connection, ticket_id: int, *, agent: str, now: datetime
    ) -> Ticket:
        """Make sure that ``agent`` may answer now; the first answer takes the ticket."""
        return self._act(connection, ticket_id, Act.ANSWER, agent, now)

    def note(
        self, connection: Connection, ticket_id: int, *, agent: str, text: str, now: datetime
    ) -> Ticket:
        """Keep a note for colleagues."""
        ticket = self._act(connection, ticket_id, Act.NOTE, agent, now)
        note(connection, ticket, author=agent, text=_cut(text), now=now)
        return ticket

    def close(self, connection: Connection, ticket_id: int, *, agent: str, now: datetime) -> Ticket:
        """End the matter: the assistant answers again, and says so."""
        ticket = ticket_of(connection, ticket_id)
        if not ticket.is_open:
            raise HandoffError("closed", f"ticket {ticket_id} is closed")
        self._end(connection, ticket.key, Act.CLOSE, "agent", now, agent=agent)
        return ticket_of(connection, ticket_id)

    def start(
        self, connection: Connection, address: Address, *, agent: str, now: datetime
    ) -> Ticket:
        """Begin by ourselves, with somebody who may never have written."""
        contact = contacts.identify(connection, address.tenant, (address.alias,), now)
        key = ConversationKey(tenant=address.tenant, contact=contact)
        if address.name:
            contacts.seen(connection, contact, address.name, now)
        connection.execute(
            insert(connection, tables.conversations).on_conflict_do_nothing(),
            {
                "tenant": key.tenant,
                "contact": key.contact,
                "offered": {},
                "account": address.account,
                "provider": address.provider,
                "aliases": [[address.alias.kind, address.alias.value]],
                "last_inbound_at": _NEVER,
            },
        )
        return self.start_with(connection, key, agent=agent, now=now)

    def start_with(
        self, connection: Connection, key: ConversationKey, *, agent: str, now: datetime
    ) -> Ticket:
        """Begin by ourselves with a contact who is known; an open ticket of theirs is taken."""
        handler = lock(connection, key)
        if handler is None:
            raise HandoffError("unknown_contact", "there is no such contact")
        known = open_ticket(connection, key)
        if known is not None:
            return self._act(connection, known.id, Act.TAKE, agent, now)
        made = create(
            connection,
            key,
            Handler.HUMAN,
            {
                "key": f"{key}/{secrets.token_hex(8)}",
                "reason": "",
                "priority": PRIORITIES[-1],
                "summary": "",
                "slots": {},
                "agent": agent,
                "opened_at": now,
                "due_at": now,
                "taken_at": now,
            },
        )
        self._wait(connection, made, since=now, now=now)
        return made

    # -- both ----------------------------------------------------------------------------------

    def _act(
        self, connection: Connection, ticket_id: int, act: Act, agent: str, now: datetime
    ) -> Ticket:
        ticket = ticket_of(connection, ticket_id)
        handler = lock(connection, ticket.key)
        after = follow(handler, act) if ticket.is_open and handler else None
        if after is None:
            raise HandoffError("closed", f"ticket {ticket_id} is closed")
        changes: dict[str, Any] = {}
        first = after is Handler.HUMAN and handler is not Handler.HUMAN
        if first or act is Act.TAKE:
            changes["agent"] = agent
        if first:
            changes["taken_at"] = now
        move(connection, ticket, after, changes)
        if act in HUMAN_ACTS:
            # A note on a ticket that waits for the morning does not bring the end nearer.
            since = max(now, ticket.due_at) if after is Handler.WAITING else now
            self._wait(connection, ticket, since=since, now=now)
        return ticket_of(connection, ticket_id)

    def _end(
        self,
        connection: Connection,
        key: ConversationKey,
        act: Act,
        closed_by: str,
        now: datetime,
        *,
        agent: str = "",
    ) -> None:
        """Close the open ticket of ``key``, if ``act`` can, and give the conversation back."""
        handler = lock(connection, key)
        ticket = open_ticket(connection, key)
        if handler is None or ticket is None or follow(handler, act) is not Handler.BOT:
            return
        changes: dict[str, Any] = {"closed_at": now, "closed_by": closed_by}
        if agent:
            changes["agent"] = agent
        move(connection, ticket, Handler.BOT, changes)
        timers.cancel(connection, key, RETURN_TIMER)
        # When the office was silent, the very message that says so brought us here.
        reasons = {Act.CLOSE: CLOSED, Act.WITHDRAW: WITHDRAWN}
        if act in reasons:
            payload = RETURN_PAYLOAD.format(reason=reasons[act])
            timers.enqueue_trigger(
                connection, key, payload=payload, name=f"handoff_end:{ticket.id}", now=now
            )

    def _next_agent(self, connection: Connection, tenant: Tenant) -> str:
        """Return who is to take the next ticket; empty for whoever comes first."""
        policy = tenant.section(HandoffPolicy)
        if not policy.agents:
            return ""
        open_tickets, last = in_hand(connection, tenant.id)
        most = policy.tickets_per_agent
        return choose(policy.agents, open_tickets=open_tickets, last=last, most=most)

    def _ask_again(
        self, connection: Connection, ticket: Ticket, priority: str, now: datetime
    ) -> None:
        """Somebody who waits asks once more: at most it has become more urgent."""
        if PRIORITIES.index(priority) >= PRIORITIES.index(ticket.priority):
            return
        due = min(ticket.due_at, due_at(self._tenants[ticket.key.tenant], now, priority))
        connection.execute(
            tables.tickets.update()
            .where(tables.tickets.c.id == ticket.id)
            .values(priority=priority, due_at=due)
        )

    def _wait(
        self, connection: Connection, ticket: Ticket, *, since: datetime, now: datetime
    ) -> None:
        """Give the conversation back to the assistant when nobody acts for too long."""
        tenant = self._tenants[ticket.key.tenant]
        timers.arm(
            connection,
            ticket.key,
            name=RETURN_TIMER,
            due_at=return_at(tenant, since),
            zone=tenant.zone_name,
            payload=RETURN_PAYLOAD.format(reason=FORGOTTEN),
            late_policy="send",
            now=now,
        )


def _is_awaited(connection: Connection, key: ConversationKey) -> bool:
    """Tell whether the office still has time: the timer that ran out was set anew."""
    row = tables.timers.c
    armed = sa.select(row.id).where(
        row.tenant == key.tenant,
        row.contact == key.contact,
        row.name == RETURN_TIMER,
        row.status == "armed",
    )
    return connection.execute(armed).first() is not None


def _cut(text: Any) -> str:
    return str(text or "").strip()[:LONGEST]
