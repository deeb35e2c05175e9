"""The clock of the house rings in time, survives faults and ends when it is told to."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from engine.delivery.timers import arm
from engine.serving.housekeeping import Housekeeping
from tests.engine.delivery.fakes import NOON, World

pytestmark = pytest.mark.asyncio

NEVER = 3600.0


class FakeDesk:
    """Writes down when it is called; each ring answers with the next of ``seconds``."""

    def __init__(self, *seconds: float | Exception | None) -> None:
        self.seconds = list(seconds)
        self.rung: list[float] = []
        self.tidied = 0
        self.removed: dict[str, int] | Exception = {}
        self.busy: asyncio.Event | None = None
        self._called = asyncio.Condition()

    async def ring(self) -> float | None:
        self.rung.append(time.monotonic())
        async with self._called:
            self._called.notify_all()
        if self.busy is not None:
            await self.busy.wait()
        answer = self.seconds.pop(0) if self.seconds else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def tidy(self) -> dict[str, int]:
        self.tidied += 1
        if isinstance(self.removed, Exception):
            raise self.removed
        return self.removed

    async def rings(self, count: int) -> None:
        """Wait until it was rung ``count`` times."""
        async with asyncio.timeout(5), self._called:
            await self._called.wait_for(lambda: len(self.rung) >= count)


async def test_it_rings_and_tidies_at_the_start() -> None:
    desk = FakeDesk()
    housekeeping = Housekeeping(desk, ring_every=NEVER, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(1)
    await housekeeping.stop()
    assert (len(desk.rung), desk.tidied) == (1, 1)


async def test_it_rings_again_and_again() -> None:
    desk = FakeDesk()
    housekeeping = Housekeeping(desk, ring_every=0.01, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(3)
    await housekeeping.stop()
    assert desk.tidied == 1


async def test_a_near_timer_rings_at_its_moment() -> None:
    # The second ring finds that it is due in a moment, the third one that nothing is.
    desk = FakeDesk(0.0, 0.05, None)
    housekeeping = Housekeeping(desk, ring_every=NEVER / 2, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(3)
    await housekeeping.stop()
    assert desk.rung[2] - desk.rung[1] >= 0.05


async def test_a_far_timer_waits_for_the_usual_ring() -> None:
    desk = FakeDesk(10.0)
    housekeeping = Housekeeping(desk, ring_every=5.0, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(1)
    await asyncio.sleep(0)
    assert housekeeping._scheduler.get_job("next timer") is None
    await housekeeping.stop()


async def test_a_fault_is_told_and_the_next_ring_comes(caplog: pytest.LogCaptureFixture) -> None:
    desk = FakeDesk(OSError("disk"), OSError("disk"), None)
    desk.removed = OSError("disk")
    housekeeping = Housekeeping(desk, ring_every=0.01, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(3)
    await housekeeping.stop()
    actions = [getattr(record, "action", "") for record in caplog.records]
    assert actions.count("ring_failed") == 2 and actions.count("tidy_failed") == 1


async def test_what_was_tidied_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "engine.serving.housekeeping")
    desk = FakeDesk()
    desk.removed = {"seats": 2, "links": 0}
    housekeeping = Housekeeping(desk, ring_every=NEVER, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(1)
    await housekeeping.stop()
    (record,) = [r for r in caplog.records if getattr(r, "action", "") == "tidied"]
    assert vars(record)["seats"] == 2


async def test_a_slow_ring_is_not_begun_twice_and_a_stop_waits_for_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = FakeDesk()
    desk.busy = asyncio.Event()
    housekeeping = Housekeeping(desk, ring_every=0.01, tidy_every=NEVER)
    housekeeping.start()
    await desk.rings(1)
    # The scheduler skips what is still at work, and says so.
    async with asyncio.timeout(5):
        while "maximum number of running instances" not in caplog.text:
            await asyncio.sleep(0.01)
    stopping = asyncio.create_task(housekeeping.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    desk.busy.set()
    await stopping
    assert len(desk.rung) == 1
    await housekeeping.stop()


async def test_a_timer_of_a_running_desk_speaks_by_itself() -> None:
    world = World()
    await world.desk.start()
    housekeeping = Housekeeping(world.desk, ring_every=0.01, tidy_every=NEVER)
    housekeeping.start()
    await world.write("bonjour")
    spoken = asyncio.Event()
    world.desk.observe(lambda *_: spoken.set())
    await world.database.run(
        arm, world.key(), name="t", due_at=NOON, zone="UTC", payload="/rappel", now=NOON
    )
    async with asyncio.timeout(5):
        await spoken.wait()
    await housekeeping.stop()
    await world.desk.stop()
    assert world.brain.seen[-1].payload == "/rappel"
    world.database.close()
