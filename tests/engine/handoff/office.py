"""An office with a front desk of fakes: people write, tickets are opened, clocks are moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.delivery.contracts import ConversationKey, Occasion
from engine.handoff.desk import Handoff
from engine.handoff.tickets import Ticket
from engine.storage import tables
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy
from tests.actions.parishes import parish
from tests.engine.delivery.fakes import World

AWA, MOUSSA = "221770000001", "221770000002"
POLICY = HandoffPolicy(return_after=timedelta(hours=12))


def tenant(**changes: object) -> Tenant:
    """Return a parish that is open from Tuesday to Thursday, 9:00–12:30 and 15:30–18:00."""
    return parish(**{"sections": (POLICY,), **changes})


class Office:
    """The hand-off of one world. Time stands on Monday 2 March 2026 at noon: a closed day."""

    def __init__(self, world: World, *tenants: Tenant) -> None:
        self.world = world
        self.handoff = Handoff(Tenants(tenants or (tenant(),)))
        # The real room instead of the one that only writes down what it is asked for.
        world.office = self.handoff  # type: ignore[assignment]
        world.desk = world.another_desk()

    async def knows(self, who: str = AWA, *said: str) -> ConversationKey:
        """Let ``who`` write, each message answered before the next; return their conversation."""
        for text in said or ("bonjour",):
            await self.world.say(text, who=who)
        ((contact,),) = self.rows(
            sa.select(tables.contact_aliases.c.contact).where(tables.contact_aliases.c.value == who)
        )
        return ConversationKey(tenant="paroisse", contact=contact)

    def effect(self, name: str, key: ConversationKey, message: str = "m1", **data: Any) -> None:
        """Do the effect ``name`` as a turn's commit would."""
        occasion = Occasion(key=key, inbox_id=1, message_id=message, now=self.world.clock.now())
        with self.world.database.transaction() as connection:
            self.handoff.effects[name](connection, occasion, data)

    def act(self, work: Callable[..., Ticket], *args: Any, **named: Any) -> Ticket:
        """Run one act of the office in a transaction."""
        named = {"agent": "Sœur Marie", "now": self.world.clock.now(), **named}
        with self.world.database.transaction() as connection:
            return work(connection, *args, **named)

    def rows(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        with self.world.database.reading() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    def tickets(self, *columns: str) -> list[Any]:
        return self.world.rows(tables.tickets, *columns)

    def handler(self, key: ConversationKey) -> str:
        """Return who answers ``key``."""
        column = tables.conversations.c
        ((found,),) = self.rows(sa.select(column.handler).where(column.contact == key.contact))
        return str(found)

    def timers(self) -> list[tuple[Any, ...]]:
        """Return (status, due_at) of the return timers."""
        column = tables.timers.c
        return self.rows(sa.select(column.status, column.due_at).order_by(column.id))

    def triggers(self) -> list[str]:
        """Return what the house has said to conversations, in order."""
        column = tables.inbox.c
        found = self.rows(
            sa.select(column.payload).where(column.kind == "trigger").order_by(column.id)
        )
        payloads: list[Mapping[str, Any]] = [row[0] for row in found]
        return [payload["payload"] for payload in payloads]
