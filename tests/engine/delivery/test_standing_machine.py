"""Random lives of one conversation: commands, hand-offs, reminders, refusals of the provider.

Whatever happens: nothing automatic is handed over to somebody who wants nothing, nothing of the
assistant while a person answers, and each STOP that counts is confirmed once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.delivery.contracts import Attempt, Outcome
from engine.delivery.standing import Handler
from engine.delivery.timers import arm
from engine.messages import Reply
from engine.storage import tables
from tests.engine.delivery.fakes import World

STOPPED, RESUMED = "<utter_arret_confirme>", "<utter_reprise_confirmee>"


class Conversation(RuleBasedStateMachine):
    """One person, one office, one clock."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World()
        self.world.provider.on_send = self.judge
        self.handler = Handler.BOT
        self.opted_out = False
        self.stops = 0
        # Sendings that should never have been made.
        self.wrong: list[str] = []

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def judge(self, text: str, ref: str) -> None:
        """Compare what leaves with how the conversation stands at that moment."""
        origins = dict(self.world.outbox("ref", "origin"))
        origin = origins[ref]
        standing = self.world.standing()
        if standing.opted_out and origin != "agent" and text != STOPPED:
            self.wrong.append(f"{origin} to somebody who wants nothing: {text}")
        if standing.handler is Handler.HUMAN and origin in ("bot", "reminder"):
            self.wrong.append(f"{origin} beside a person: {text}")

    @initialize()
    def somebody_writes(self) -> None:
        self.do(self.world.write("bonjour"))

    @rule(text=st.sampled_from(["bonjour", "STOP", "start", "annuler", "horaires ?", "2"]))
    def the_person_writes(self, text: str) -> None:
        before = len(self.world.brain.seen)
        self.do(self.world.write(text))
        ran = len(self.world.brain.seen) > before
        if text == "STOP":
            self.stops += not self.opted_out
            self.opted_out = True
            assert not ran
            return
        if self.opted_out:
            self.opted_out = text != "start"
            assert not ran
            return
        assert ran is (self.handler is Handler.BOT)
        if text == "annuler" and self.handler is Handler.WAITING:
            self.handler = Handler.BOT

    @rule(handler=st.sampled_from(Handler))
    def the_office_acts(self, handler: Handler) -> None:
        self.world.hand_to(handler)
        self.handler = handler

    @rule(origin=st.sampled_from(["agent", "bot", "reminder"]))
    def the_house_posts(self, origin: str) -> None:
        async def post() -> None:
            await self.world.desk.post(self.world.key(), (Reply(text=origin),), origin)
            await self.world.desk.settled()

        self.do(post())

    @rule(payload=st.sampled_from(["/rappel", "/reprise_assistant"]))
    def a_timer_is_due(self, payload: str) -> None:
        async def ring() -> None:
            now = self.world.clock.now()
            key = self.world.key()
            timer: dict[str, Any] = {"name": payload, "zone": "UTC", "payload": payload}
            await self.world.database.run(arm, key, due_at=now, now=now, **timer)
            await self.world.desk.ring()
            await self.world.desk.settled()
            self.world.clock.jump(1)

        before = len(self.world.brain.seen)
        self.do(ring())
        ran = len(self.world.brain.seen) > before
        comes_back = payload == "/reprise_assistant"
        assert ran is (not self.opted_out and (comes_back or self.handler is Handler.BOT))
        if comes_back:
            self.handler = Handler.BOT

    @rule(count=st.integers(1, 3))
    def the_provider_refuses(self, count: int) -> None:
        self.world.provider.answers += [Attempt(outcome=Outcome.RETRY)] * count

    @rule(seconds=st.sampled_from([0.5, 5, 120]))
    def time_passes(self, seconds: float) -> None:
        self.do(self.world.later(seconds))

    @invariant()
    def nothing_left_that_should_not(self) -> None:
        assert self.wrong == []

    @invariant()
    def the_columns_say_what_happened(self) -> None:
        standing = self.world.standing()
        assert (standing.handler, standing.opted_out) == (self.handler, self.opted_out)

    def teardown(self) -> None:
        self.world.provider.answers.clear()
        for _ in range(3):
            self.do(self.world.later(timedelta(minutes=6).total_seconds()))
        left = set(self.world.outbox("status"))
        waiting = set(self.world.inbox("status"))
        shown = self.world.rows(tables.messages, "source")
        self.nothing_left_that_should_not()
        self.loop.close()
        self.world.database.close()
        assert left <= {"sent", "withheld"} and waiting <= {"done"}
        assert shown.count("utter_arret_confirme") == self.stops


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
