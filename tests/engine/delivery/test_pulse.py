"""The pulse renews what lasts, leaves alone what ended or was taken, and ends by itself."""

from __future__ import annotations

import asyncio

import pytest

from engine.delivery.contracts import ConversationKey
from engine.delivery.conversations import FenceLost, Lease
from engine.delivery.pulse import Pulse
from tests.engine.delivery.fakes import FakeClock

pytestmark = pytest.mark.asyncio


class Room:
    """A pulse that writes down what it renews."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.renewed: list[int] = []
        self.lost: set[int] = set()
        self.broken = False
        self.pulse = Pulse(renew=self.renew, clock=self.clock, seconds=10)

    async def renew(self, lease: Lease) -> None:
        if self.broken:
            raise OSError("away")
        if lease.fence in self.lost:
            raise FenceLost("taken")
        self.renewed.append(lease.fence)

    async def pass_time(self, seconds: float) -> None:
        await turns()
        self.clock.advance(seconds)
        await turns()


async def turns() -> None:
    """Let everything else run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def lease(fence: int) -> Lease:
    key = ConversationKey(tenant="t", contact=f"c{fence}")
    return Lease(key=key, owner="me", fence=fence)


async def test_a_lease_is_renewed_while_it_is_kept() -> None:
    room = Room()
    with room.pulse.keeping(lease(1)):
        await room.pass_time(9)
        assert room.renewed == []
        await room.pass_time(1)
        await room.pass_time(10)
        assert room.renewed == [1, 1]
    await room.pass_time(10)
    assert room.renewed == [1, 1]


async def test_one_beat_is_for_all_and_none_waits_longer() -> None:
    room = Room()
    with room.pulse.keeping(lease(1)):
        await room.pass_time(6)
        with room.pulse.keeping(lease(2)):
            assert room.clock.waiting == 1
            await room.pass_time(4)
            assert room.renewed == [1, 2]
        await room.pass_time(10)
        assert room.renewed == [1, 2, 1]


async def test_nothing_waits_when_nothing_is_kept() -> None:
    room = Room()
    for fence in range(3):
        with room.pulse.keeping(lease(fence)):
            await room.pass_time(1)
    assert room.clock.waiting == 1
    await room.pass_time(10)
    assert room.clock.waiting == 0
    with room.pulse.keeping(lease(7)):
        await room.pass_time(10)
    assert room.renewed == [7]


async def test_a_lease_that_was_taken_is_left_alone() -> None:
    room = Room()
    room.lost = {1}
    with room.pulse.keeping(lease(1)), room.pulse.keeping(lease(2)):
        await room.pass_time(10)
        room.lost = set()
        await room.pass_time(10)
    assert room.renewed == [2, 2]


async def test_a_database_that_is_away_stops_no_pulse(caplog: pytest.LogCaptureFixture) -> None:
    room = Room()
    room.broken = True
    with room.pulse.keeping(lease(1)):
        await room.pass_time(10)
        room.broken = False
        await room.pass_time(10)
    assert room.renewed == [1]
    assert [getattr(record, "action", "") for record in caplog.records] == ["renew_failed"]


async def test_a_stopped_pulse_can_begin_again() -> None:
    room = Room()
    await room.pulse.stop()
    with room.pulse.keeping(lease(1)):
        await turns()
        await room.pulse.stop()
        assert room.clock.waiting == 0
    with room.pulse.keeping(lease(2)):
        await room.pass_time(10)
    assert room.renewed == [2]
    await room.pulse.stop()
