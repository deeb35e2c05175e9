"""Random lives of a front desk: messages, repetitions, kills, jumps of the clock, faults.

Whatever happens, once the faults end: each acknowledged message was run once or given up, in order,
and each answer was handed over once per doubt at most.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.delivery import crash_points
from engine.delivery.contracts import Attempt, Outcome
from engine.delivery.dispatcher import APOLOGY
from engine.messages import DeliveryState, Inbound
from engine.storage import tables
from tests.engine.delivery.fakes import World, message, status

PEOPLE = ("1", "2")


class Killed(BaseException):
    """Stands for SIGKILL inside this process."""


def _die(*_: object) -> None:
    raise Killed


class Road(RuleBasedStateMachine):
    """Drives one database through several lives of a front desk."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # the killed tasks have nothing to say
        self.world = World()
        self.sent: list[Inbound] = []
        self.acknowledged: set[str] = set()
        self.do(self.world.desk.start())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @rule(who=st.sampled_from(PEOPLE), count=st.integers(1, 3))
    def people_write(self, who: str, count: int) -> None:
        batch = [
            message(f"{who}-{len(self.sent) + n}", who=who, at=self.world.clock.now())
            for n in range(count)
        ]
        self.sent += batch
        self.do(self.deliver(batch))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def the_provider_repeats(self, data: st.DataObject) -> None:
        self.do(self.deliver([data.draw(st.sampled_from(self.sent))]))

    @rule(
        outcomes=st.lists(st.sampled_from([*Outcome, ConnectionError("x")]), min_size=1, max_size=4)
    )
    def the_provider_has_a_bad_day(self, outcomes: list[Outcome | Exception]) -> None:
        self.world.provider.answers += [
            Attempt(outcome=one) if isinstance(one, Outcome) else one for one in outcomes
        ]

    @rule(count=st.integers(1, 6))
    def the_brain_has_a_bad_day(self, count: int) -> None:
        self.world.brain.failures += [OSError("away")] * count

    @rule(seconds=st.sampled_from([0.5, 1, 5, 45, 300]))
    def time_passes(self, seconds: float) -> None:
        self.do(self.world.later(seconds))

    @rule(state=st.sampled_from([s for s in DeliveryState if s is not DeliveryState.FAILED]))
    def reports_come(self, state: DeliveryState) -> None:
        taken = self.world.outbox("status", "provider_id")
        ids = [provider_id for _, provider_id in taken if provider_id]
        self.do(self.world.desk.report([status(state, provider_id=one) for one in ids]))

    @rule(point=st.sampled_from(crash_points.POINTS), who=st.sampled_from(PEOPLE))
    def the_process_is_killed(self, point: str, who: str) -> None:
        batch = [message(f"{who}-{len(self.sent)}", who=who, at=self.world.clock.now())]
        self.sent += batch
        real, os.kill = os.kill, _die
        os.environ[crash_points.VARIABLE] = point
        try:
            self.do(self.deliver(batch))
        finally:
            os.kill = real
            del os.environ[crash_points.VARIABLE]
        self.do(self.restart())

    async def deliver(self, batch: list[Inbound]) -> None:
        try:
            accepted = await self.world.desk.accept(batch)
        except Killed:
            return
        self.acknowledged |= {one.message_id for one in accepted}
        await self.world.desk.settled()

    async def restart(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)
        self.world.desk = self.world.another_desk()
        await self.world.desk.start()
        await self.world.desk.sweep()
        await self.world.desk.settled()

    @invariant()
    def every_turn_happened_once_and_in_order(self) -> None:
        turns = self.world.turns()
        assert len(turns) == len(set(turns))
        stored = self.world.inbox("id", "message_id", "status")
        assert list(turns) == [*dict.fromkeys(turns)]
        done = {id.split(":")[1] for _, id, state in stored if state == "done"}
        assert done == set(turns)
        for who in PEOPLE:
            mine = [int(text.split("-")[1]) for text in turns if text.startswith(f"{who}-")]
            assert mine == sorted(mine)

    @invariant()
    def what_was_acknowledged_is_stored(self) -> None:
        assert self.acknowledged <= set(self.world.inbox("message_id"))

    @invariant()
    def answers_go_out_in_order_and_once_per_doubt(self) -> None:
        rows = self.world.outbox("contact", "body", "doubts", "status")
        counts = Counter(self.world.provider.taken)
        for _, body, doubts, state in rows:
            if body["text"] != APOLOGY:
                assert counts[body["text"]] <= 1 + doubts
                if state in ("sent", "delivered", "read"):
                    assert counts[body["text"]] >= 1
        place = {body["text"]: n for n, (_, body, _, _) in enumerate(rows)}
        firsts = [text for text in dict.fromkeys(self.world.provider.taken) if text != APOLOGY]
        for who in PEOPLE:
            mine = [place[text] for text in firsts if text.startswith(f"re: {who}-")]
            assert mine == sorted(mine)

    def teardown(self) -> None:
        self.world.provider.answers.clear()
        self.world.brain.failures.clear()
        for _ in range(6):
            self.do(self.world.later(301))
        states = Counter(self.world.inbox("status"))
        leftovers = Counter(self.world.outbox("status"))
        self.every_turn_happened_once_and_in_order()
        self.answers_go_out_in_order_and_once_per_doubt()
        self.do(self.world.desk.stop())
        self.loop.close()
        owners = self.world.rows(tables.conversations, "lease_owner")
        self.world.database.close()
        assert set(states) <= {"done", "dead"}
        assert not {"pending", "sending", "unknown"} & set(leftovers)
        assert set(owners) <= {None}


TestRoad = Road.TestCase
TestRoad.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
