"""Each message has its turn once, in order; a turn that fails comes back, then is given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.delivery import conversations, inbox
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.delivery.conversations import FenceLost, Lease
from engine.delivery.dispatcher import APOLOGY
from engine.messages import Inbound, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, message

pytestmark = pytest.mark.asyncio


async def test_messages_of_one_person_run_in_order_of_arrival(world: World) -> None:
    await world.desk.accept([message(f"m{n}") for n in range(6)])
    await world.desk.settled()
    assert world.turns() == [f"m{n}" for n in range(6)]
    assert world.provider.taken == [f"re: m{n}" for n in range(6)]


async def test_people_do_not_wait_for_each_other(world: World) -> None:
    entered: list[str] = []
    both = asyncio.Event()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        entered.append(heard.text)
        if len(entered) == 2:
            both.set()
        await asyncio.wait_for(both.wait(), 5)

    world.brain.pause = pause
    await world.desk.accept([message("a", who="1"), message("b", who="2")])
    await world.desk.settled()
    assert sorted(world.turns()) == ["a", "b"]


async def test_a_message_that_comes_during_a_turn_is_not_forgotten(
    world: World,
) -> None:
    async def pause(key: ConversationKey, heard: Inbound) -> None:
        if heard.text == "a":
            await world.desk.accept([message("b")])

    world.brain.pause = pause
    await world.say("a")
    assert world.turns() == ["a", "b"]


async def test_what_a_killed_process_left_is_run_at_the_start(world: World) -> None:
    await world.database.run(inbox.accept, [message("a"), message("b")], NOON)
    await world.desk.start()
    await world.desk.sweep()
    await world.desk.settled()
    await world.desk.stop()
    assert world.turns() == ["a", "b"]


async def test_the_running_desk_comes_back_to_a_failed_turn_by_itself(
    world: World,
) -> None:
    world.brain.failures = [OSError("away")]
    done = asyncio.Event()
    world.desk.observe(lambda *_: done.set())
    await world.desk.start()
    await world.say("a")
    assert not done.is_set()
    world.clock.advance(2)
    await asyncio.wait_for(done.wait(), 5)
    await world.desk.stop()
    assert world.turns() == ["a"]


async def test_a_failed_turn_writes_nothing_and_waits(world: World) -> None:
    world.brain.failures = [OSError("service away")]
    await world.say("a")
    assert world.brain.calls == ["turn a", "discard"]
    assert world.inbox("status", "attempts", "error") == [("pending", 1, "OSError: 'service away'")]
    assert world.outbox("id") == []
    await world.later(0.9)
    assert world.turns() == []
    await world.later(0.1)
    assert world.turns() == ["a"]
    assert world.brain.calls[-2:] == ["turn a", "committed"]


async def test_later_messages_wait_behind_a_failed_one(world: World) -> None:
    world.brain.failures = [OSError("away")]
    await world.say("a", "b")
    assert world.turns() == []
    await world.later(1)
    assert world.turns() == ["a", "b"]


async def test_a_conversation_is_due_when_its_first_message_is(world: World) -> None:
    world.brain.failures = [OSError("away")]
    await world.say("a", "b")
    (due,) = await world.database.look(inbox.heads)
    assert due.next_at == NOON + timedelta(seconds=1)


async def test_another_person_does_not_wait_behind_a_failed_turn(world: World) -> None:
    world.brain.failures = [OSError("away")]
    await world.say("a")
    await world.say("b", who="221770000002")
    assert world.turns() == ["b"]


async def test_a_message_is_given_up_with_an_apology_after_five_turns(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.brain.failures = [ValueError("bad")] * 5
    await world.say("a", "b")
    for seconds in (1, 4, 16):
        await world.later(seconds)
        assert world.inbox("status") == ["pending", "pending"]
    await world.later(64)
    assert world.inbox("status", "attempts") == [("dead", 5), ("done", 1)]
    assert world.provider.taken == [APOLOGY, "re: b"]
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [getattr(record, "action", "") for record in errors] == ["message_dead"]


async def test_a_message_that_kills_the_process_is_given_up_too(world: World) -> None:
    if world.database.engine.dialect.name != "sqlite":
        pytest.skip("the order of tasks that this test looks at is fixed in memory only")
    await world.database.run(inbox.accept, [message("poison"), message("b")], NOON)

    class Killed(BaseException):
        pass

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        if heard.text == "poison":
            raise Killed

    world.brain.pause = pause
    for _ in range(5):
        desk = world.another_desk()
        await world.database.run(conversations.release_all)
        await desk.sweep()
        with pytest.raises(Killed):
            await asyncio.gather(*desk._turns.tasks)
    assert world.inbox("attempts", "status")[0] == (5, "pending")
    await world.database.run(conversations.release_all)
    await world.later(1)
    assert world.inbox("status") == ["dead", "done"]
    assert world.provider.taken == [APOLOGY, "re: b"]


async def test_a_row_that_cannot_be_read_ends_like_a_failed_turn(world: World) -> None:
    await world.database.run(inbox.accept, [message("a"), message("b")], NOON)
    with world.database.transaction() as connection:
        connection.execute(
            tables.inbox.update().where(tables.inbox.c.id == 1).values(payload={"kind": "?"})
        )
    for _ in range(6):
        await world.later(400)
    assert world.inbox("status") == ["dead", "done"]
    assert world.provider.taken == [APOLOGY, "re: b"]


async def test_a_result_that_cannot_be_written_is_rolled_back_whole(
    world: World,
) -> None:
    broken = [True]
    turn = world.brain.turn

    async def failing(key: ConversationKey, message: Inbound) -> TurnResult:
        result = await turn(key, message)

        def write(connection: sa.Connection) -> None:
            result.write(connection)
            if broken:
                broken.pop()
                raise sa.exc.OperationalError("insert", {}, Exception("disk full"))

        return TurnResult(replies=result.replies, write=write)

    world.brain.turn = failing  # type: ignore[method-assign]
    await world.say("a")
    assert (world.turns(), world.outbox("id")) == ([], [])
    assert world.brain.calls == ["turn a", "discard"]
    await world.later(1)
    assert world.turns() == ["a"]


async def test_a_stolen_lease_writes_nothing(world: World) -> None:
    other = world.another_desk()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        world.clock.jump(31)  # this process slept: it renewed nothing
        await other.sweep()
        await other.settled()

    world.brain.pause = pause
    await world.say("a")
    assert world.turns() == ["a"]
    assert world.provider.taken == ["re: a"]
    assert world.brain.calls == ["turn a", "turn a", "committed", "discard"]
    assert world.inbox("status", "attempts") == [("done", 2)]


async def test_a_long_turn_keeps_its_lease(world: World) -> None:
    other = world.another_desk()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        for _ in range(5):
            await until(lambda: world.clock.waiting > 0)
            world.clock.advance(10)
            await until(lambda: held_until() == world.clock.now() + timedelta(seconds=30))
            await other.sweep()
            await other.settled()

    def held_until() -> datetime:
        (found,) = world.rows(tables.conversations, "lease_until")
        assert isinstance(found, datetime)
        return found

    world.brain.pause = pause
    await world.say("a")
    assert world.brain.calls == ["turn a", "committed"]


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks run until ``condition()`` holds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


async def test_a_lease_is_exclusive_until_it_ends_and_its_number_grows(
    world: World,
) -> None:
    await world.say("a")
    key = world.key()

    def take(owner: str, seconds_later: float) -> Lease | None:
        at = NOON + timedelta(seconds=seconds_later)
        with world.database.transaction() as connection:
            return conversations.take(connection, key, owner=owner, now=at, seconds=30)

    first = take("one", 0)
    assert take("two", 29) is None
    second = take("two", 30)
    assert first is not None and second is not None and second.fence > first.fence
    with pytest.raises(FenceLost), world.database.transaction() as connection:
        conversations.release(connection, first)
    with pytest.raises(FenceLost), world.database.transaction() as connection:
        conversations.renew(connection, first, now=NOON, seconds=30)
    with world.database.transaction() as connection:
        conversations.release(connection, second)
    assert take("one", 30) is not None


async def test_a_paused_conversation_keeps_its_messages(world: World) -> None:
    await world.say("a")
    await world.desk.pause(world.key(), paused=True)
    await world.say("b")
    await world.later(60)
    assert world.turns() == ["a"]
    await world.desk.pause(world.key(), paused=False)
    await world.desk.settled()
    assert world.turns() == ["a", "b"]


async def test_observers_hear_of_committed_turns_only(world: World) -> None:
    heard: list[str] = []

    def broken(*_: object) -> None:
        raise RuntimeError("page closed")

    world.desk.observe(broken)
    remove = world.desk.observe(lambda key, m, result: heard.append(result.replies[0].text))
    world.brain.failures = [OSError()]
    await world.say("a")
    assert heard == []
    await world.later(1)
    assert heard == ["re: a"]
    remove()
    await world.say("b")
    assert heard == ["re: a"]


async def test_a_stop_lets_the_turn_in_hand_finish(world: World) -> None:
    go, entered = asyncio.Event(), asyncio.Event()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        entered.set()
        await go.wait()

    world.brain.pause = pause
    await world.desk.start()
    await world.desk.accept([message("a"), message("b")])
    await entered.wait()
    stopping = asyncio.create_task(world.desk.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping
    assert "a" in world.turns()
    assert world.rows(tables.conversations, "lease_owner") == [None]


async def test_a_turn_costs_two_write_transactions_and_a_message_out_two(
    tmp_path: Path,
) -> None:
    world = World(f"sqlite:///{tmp_path / 'a.db'}")
    await world.desk.accept([message("first")])
    await world.desk.settled()
    commits: list[int] = []
    sa.event.listen(world.database.engine, "commit", lambda c: commits.append(1))
    await world.database.run(inbox.accept, [message("a")], NOON)
    key = world.key()
    commits.clear()
    world.desk._turns.wake(key)
    await world.desk.settled()
    assert world.provider.taken[-1] == "re: a"
    assert len(commits) <= 4
    world.database.close()


async def test_readiness_counts_what_an_operator_must_see(world: World) -> None:
    assert (await world.desk.readiness())["ready"] is False
    await world.desk.start()
    world.brain.failures = [OSError()]
    await world.say("a")
    world.clock.advance(0.5)
    seen = await world.desk.readiness()
    assert seen["ready"] is True and seen["database"] == "writable"
    assert seen["lag_seconds"] == 0.5
    assert (seen["inbox_dead"], seen["outbox_ambiguous"]) == (0, 0)
    assert world.desk.health() == {"status": "ok"}
    await world.desk.stop()


async def test_readiness_names_a_brain_without_model_and_a_broken_database(
    world: World,
) -> None:
    desk = world.another_desk(brain_ready=lambda: False)
    await desk.start()
    assert (await desk.readiness())["brain"] == "loading"
    with world.database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    seen = await desk.readiness()
    assert seen["ready"] is False and seen["database"].startswith("failed")
    with world.database.transaction() as connection:
        tables.outbox.create(connection)
    await desk.stop()


async def test_several_replies_go_out_in_order_part_by_part(world: World) -> None:
    world.brain.answer = lambda m: [Reply(text="un\ndeux"), Reply(text="trois")]
    await world.say("a")
    assert world.provider.taken == ["un", "deux", "trois"]
    assert world.outbox("ord") == [0, 1, 2]
