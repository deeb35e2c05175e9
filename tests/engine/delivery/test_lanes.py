"""Lanes: one at a time per conversation, several at once, nothing announced is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from engine.delivery.contracts import ConversationKey
from engine.delivery.inbox import Due
from engine.delivery.lanes import Lanes
from tests.engine.delivery.fakes import NOON, FakeClock

pytestmark = pytest.mark.asyncio

ONE, TWO, THREE = (ConversationKey(tenant="t", contact=name) for name in "abc")


class Work:
    """Drains that wait to be let go."""

    def __init__(self, width: int = 2) -> None:
        self.begun: list[ConversationKey] = []
        self.most = self.inside = 0
        self.go = asyncio.Event()
        self.due: list[Due] = []
        self.failure: Exception | None = None
        self.lanes = Lanes(
            name="work",
            find=self.find,
            drain=self.drain,
            clock=FakeClock(),
            poll=1.0,
            width=width,
        )

    async def find(self) -> Sequence[Due]:
        return self.due

    async def drain(self, key: ConversationKey) -> None:
        self.begun.append(key)
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.go.wait()
            if self.failure is not None:
                raise self.failure
        finally:
            self.inside -= 1

    async def finish(self) -> None:
        self.go.set()
        while self.lanes.tasks:
            await asyncio.wait(self.lanes.tasks)


async def test_what_is_announced_during_a_drain_is_drained_again() -> None:
    work = Work()
    work.lanes.wake(ONE)
    await asyncio.sleep(0)
    for _ in range(3):
        work.lanes.wake(ONE)
    await work.finish()
    assert work.begun == [ONE, ONE]
    assert work.most == 1


async def test_no_more_than_the_width_run_at_once() -> None:
    work = Work(width=2)
    for key in (ONE, TWO, THREE):
        work.lanes.wake(key)
    await asyncio.sleep(0)
    await work.finish()
    assert work.most == 2
    assert sorted(map(str, work.begun)) == ["t:a", "t:b", "t:c"]


async def test_a_sweep_wakes_what_is_due_and_tells_when_the_next_one_is() -> None:
    work = Work()
    clock = FakeClock()
    clock.jump(0.25)
    work.due = [Due(key=ONE, next_at=NOON), Due(key=TWO, next_at=clock.now())]
    assert await work.lanes.sweep() == 0.25
    await work.finish()
    assert work.begun == [ONE]


async def test_a_drain_that_fails_can_be_woken_again() -> None:
    work = Work()
    work.failure = OSError("database away")
    work.lanes.wake(ONE)
    await work.finish()
    work.lanes.wake(ONE)
    await work.finish()
    assert work.begun == [ONE, ONE]


async def test_a_stop_ends_what_takes_too_long_and_begins_nothing() -> None:
    work = Work()
    await work.lanes.start()
    work.lanes.wake(ONE)
    await asyncio.sleep(0)
    await work.lanes.stop(grace=0.0)
    work.lanes.wake(TWO)
    assert work.begun == [ONE] and work.lanes.tasks == []
