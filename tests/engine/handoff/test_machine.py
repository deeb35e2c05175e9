"""Random days of an office: whatever people and colleagues do, ticket and handler say the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import hypothesis.strategies as st
import sqlalchemy as sa
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.delivery.contracts import ConversationKey
from engine.handoff.states import TICKET_STATUS
from engine.handoff.tickets import HandoffError
from engine.storage import tables
from tests.engine.delivery.fakes import World
from tests.engine.handoff.office import AWA, MOUSSA, Office

Result = TypeVar("Result")

AGENTS = ("Sœur Marie", "Paul")


class Day(RuleBasedStateMachine):
    """Two people and two colleagues."""

    @initialize()
    def two_people_have_written(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.office = Office(World())
        self.people = [self.knows(AWA), self.knows(MOUSSA)]
        self.asked = 0

    def knows(self, who: str) -> ConversationKey:
        return self.do(self.office.knows(who))

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.do(self.office.world.desk.stop())
            self.office.world.database.close()
            self.loop.close()

    @rule(
        who=st.integers(0, 1),
        priority=st.sampled_from(["urgent", "high", "normal", "", None]),
        again=st.booleans(),
    )
    def somebody_asks(self, who: int, priority: str | None, again: bool) -> None:
        self.asked += not again
        key = self.people[who]
        self.office.effect("handoff.open", key, f"m{self.asked}", priority=priority)
        assert again or self.office.handler(key) != "bot"

    @rule(
        who=st.integers(0, 1),
        name=st.sampled_from(["handoff.withdraw", "handoff.return", "handoff.missed_reminder"]),
        reason=st.sampled_from(["personne", ""]),
    )
    def a_turn_wants_something(self, who: int, name: str, reason: str) -> None:
        self.office.effect(name, self.people[who], raison=reason)

    @precondition(lambda self: self.office.tickets("id"))
    @rule(
        data=st.data(),
        act=st.sampled_from(["take", "answering", "close", "note"]),
        agent=st.sampled_from(AGENTS),
    )
    def a_colleague_acts(self, data: st.DataObject, act: str, agent: str) -> None:
        number = data.draw(st.sampled_from(self.office.tickets("id")))
        more: dict[str, Any] = {"text": "noté"} if act == "note" else {}
        was_open = self.status(number) != "closed"
        try:
            self.office.act(getattr(self.office.handoff, act), number, agent=agent, **more)
        except HandoffError:
            assert not was_open
        else:
            assert was_open

    @rule(who=st.integers(0, 1), agent=st.sampled_from(AGENTS))
    def a_colleague_begins(self, who: int, agent: str) -> None:
        made = self.office.act(self.office.handoff.start_with, self.people[who], agent=agent)
        assert (made.status, made.agent) == ("taken", agent)

    @rule(hours=st.sampled_from([0.1, 3, 13, 40]))
    def time_passes(self, hours: float) -> None:
        self.office.world.clock.jump(3600 * hours)
        self.do(self.settle())

    async def settle(self) -> None:
        """Let the timers ring and the turns that they begin take place."""
        await self.office.world.desk.ring()
        await self.office.world.desk.sweep()
        await self.office.world.desk.settled()

    def status(self, number: int) -> str:
        column = tables.tickets.c
        ((found,),) = self.office.rows(sa.select(column.status).where(column.id == number))
        return str(found)

    @invariant()
    def one_open_ticket_at_most_and_the_handler_agrees(self) -> None:
        for key in getattr(self, "people", ()):
            column = tables.tickets.c
            found = self.office.rows(sa.select(column.status).where(column.contact == key.contact))
            statuses = [status for (status,) in found if status != "closed"]
            assert len(statuses) <= 1
            shown = statuses[0] if statuses else "closed"
            assert {h.value: s for h, s in TICKET_STATUS.items()}[self.office.handler(key)] == shown

    @invariant()
    def who_waits_or_is_answered_is_never_forgotten(self) -> None:
        """Under the assistant no timer is armed, else one is."""
        for key in getattr(self, "people", ()):
            column = tables.timers.c
            found = self.office.rows(sa.select(column.status).where(column.contact == key.contact))
            assert (("armed",) in found) is (self.office.handler(key) != "bot")

    @invariant()
    def a_ticket_tells_its_own_story(self) -> None:
        if not hasattr(self, "office"):
            return
        columns = ("status", "agent", "taken_at", "closed_at", "closed_by")
        for status, agent, taken, closed, by in self.office.tickets(*columns):
            assert (status == "closed") == (closed is not None) == bool(by)
            if status == "taken":
                assert agent and taken
            if status == "waiting":
                assert taken is None


TestDay = Day.TestCase
TestDay.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
