"""What is done ahead in a transaction that is there anyway: a turn's lease, an answer's mark."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from engine.delivery import inbox
from engine.delivery.contracts import ConversationKey
from engine.delivery.standing import Handler
from engine.messages import Inbound
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, message

pytestmark = pytest.mark.asyncio


def written(world: World) -> list[str]:
    """Return the list of the works that get a write transaction from now on."""
    works: list[str] = []
    run = world.database.run

    async def noting(work: Any, *args: Any, **more: Any) -> Any:
        works.append(work.__name__)
        return await run(work, *args, **more)

    world.database.run = noting  # type: ignore[method-assign]
    return works


@contextmanager
def failing_commits(world: World) -> Iterator[None]:
    """Let every transaction fail at its very end."""
    within = world.database._within

    def fail(scope: Any, work: Any, *args: Any, **more: Any) -> Any:
        with scope() as connection:
            work(connection, *args, **more)
            raise sa.exc.OperationalError("COMMIT", {}, Exception("disk full"))

    world.database._within = fail  # type: ignore[method-assign]
    yield
    world.database._within = within  # type: ignore[method-assign]


async def test_a_message_that_waits_for_nothing_takes_three_transactions(world: World) -> None:
    works = written(world)
    await world.say("a")
    assert works == ["_accept", "_commit", "_settle"]
    assert world.provider.taken == ["re: a"]
    assert world.inbox("status", "attempts") == [("done", 1)]


async def test_what_arrives_during_a_turn_is_taken_after_it(world: World) -> None:
    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        await world.desk.accept([message("b")])
        assert world.inbox("attempts") == [1, 0]

    world.brain.pause = pause
    await world.say("a")
    assert world.turns() == ["a", "b"]
    assert world.inbox("attempts") == [1, 1]


async def test_a_turn_that_must_wait_for_a_lane_is_not_taken_ahead(world: World) -> None:
    desk = world.desk = world.another_desk(width=1)
    go = asyncio.Event()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        await desk.accept([message("b", who="221770000002")])
        assert world.inbox("attempts") == [1, 0]
        go.set()

    world.brain.pause = pause
    await world.say("a")
    assert go.is_set()
    assert world.turns() == ["a", "b"]


async def test_a_message_that_could_not_be_stored_leaves_no_turn(world: World) -> None:
    await world.say("before")
    with failing_commits(world), pytest.raises(sa.exc.OperationalError):
        await world.desk.accept([message("a")])
    world.desk.wake(world.key())
    await world.desk.settled()
    assert world.turns() == ["before"]
    assert world.brain.calls.count("turn a") == 0
    await world.say("a")
    assert world.turns() == ["before", "a"]


async def test_who_stopped_waiting_for_the_storing_is_answered_all_the_same(world: World) -> None:
    await world.say("before")
    begun, go = threading.Event(), threading.Event()
    accept = world.desk._accept

    def slowly(*args: Any) -> Any:
        begun.set()
        go.wait(5)
        return accept(*args)

    world.desk._accept = slowly  # type: ignore[method-assign, assignment]
    storing = asyncio.create_task(world.desk.accept([message("a")]))
    await asyncio.to_thread(begun.wait, 5)
    storing.cancel()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await storing
    await world.database.run(lambda connection: None)  # behind what was begun
    await world.desk.sweep()
    await world.desk.settled()
    assert world.turns() == ["before", "a"]
    assert world.inbox("attempts") == [1, 1]


async def test_a_conversation_that_cannot_be_read_still_gets_its_messages(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.say("before")
    offered = world.rows(tables.conversations, "contact", "offered")[0][1]
    with world.database.transaction() as connection:
        connection.execute(tables.conversations.update().values(offered=[1]))
    await world.say("a")
    assert world.inbox("status") == ["done", "pending"]
    assert "take_ahead_failed" in [getattr(record, "action", "") for record in caplog.records]
    with world.database.transaction() as connection:
        connection.execute(tables.conversations.update().values(offered=offered))
    await world.later(1)
    assert world.turns() == ["before", "a"]


async def test_a_lease_that_waited_too_long_is_taken_anew(world: World) -> None:
    await world.say("before")
    key = world.key()
    await world.database.run(inbox.accept, [message("a")], NOON)
    await world.database.run(world.desk._dispatcher.take_ahead, key)
    world.clock.jump(30)
    world.desk.wake(key)
    await world.desk.settled()
    assert world.turns() == ["before", "a"]
    assert world.inbox("attempts") == [1, 2]


async def test_who_was_overtaken_by_the_storing_takes_no_second_lease(world: World) -> None:
    await world.say("before")
    key, dispatcher = world.key(), world.desk._dispatcher
    await world.database.run(inbox.accept, [message("a")], NOON)
    # A look-out had asked for the turn when the message's own transaction was before it.
    await world.database.run(dispatcher.take_ahead, key)
    taken = await world.database.run(dispatcher._take, key)
    assert taken.lease is not None
    await dispatcher._turn(taken.waiting, taken.lease)  # type: ignore[arg-type]
    await dispatcher.drain(key)
    await world.desk.settled()
    assert world.turns() == ["before", "a"]
    assert world.brain.calls[-2:] == ["turn a", "committed"]
    assert world.inbox("attempts") == [1, 1]


async def test_the_first_answer_is_marked_with_the_turn(world: World) -> None:
    seen: list[list[str]] = []

    async def look(text: str, ref: str) -> None:
        seen.append(world.outbox("status"))

    world.provider.on_send = look
    works = written(world)
    await world.say("a\nb")
    assert seen == [["sending", "pending"], ["sent", "sending"]]
    assert works == ["_accept", "_commit", "_settle", "_settle"]


async def test_an_answer_behind_another_is_not_marked(world: World) -> None:
    during: list[tuple[str, str]] = []

    async def hold(text: str, ref: str) -> None:
        world.provider.on_send = None
        await world.desk.accept([message("b")])
        await asyncio.gather(*world.desk._turns.tasks)
        during.extend(world.outbox("status", "ref"))

    world.provider.on_send = hold
    await world.say("a")
    assert [status for status, _ in during] == ["sending", "pending"]
    assert world.provider.taken == ["re: a", "re: b"]


async def test_an_answer_that_must_wait_for_a_lane_is_not_marked(world: World) -> None:
    desk = world.desk = world.another_desk(width=1)
    during: list[str] = []

    async def hold(text: str, ref: str) -> None:
        world.provider.on_send = None
        await desk.accept([message("b", who="221770000002")])
        await asyncio.gather(*desk._turns.tasks)
        during.extend(world.outbox("status"))

    world.provider.on_send = hold
    await world.say("a")
    assert during == ["sending", "pending"]
    assert world.provider.taken == ["re: a", "re: b"]


async def test_a_turn_that_is_not_stored_sends_nothing(world: World) -> None:
    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        within = world.database._within

        def fail(scope: Any, work: Any, *args: Any, **more: Any) -> Any:
            world.database._within = within  # type: ignore[method-assign]
            with scope() as connection:
                work(connection, *args, **more)
                raise sa.exc.OperationalError("COMMIT", {}, Exception("disk full"))

        world.database._within = fail  # type: ignore[method-assign]

    world.brain.pause = pause
    await world.say("a")
    assert world.turns() == [] and world.provider.attempts == []
    await world.later(1)
    assert world.provider.taken == ["re: a"]


async def test_a_stop_leaves_nothing_taken_and_nothing_marked(world: World) -> None:
    await world.desk.start()

    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        stopping.append(asyncio.create_task(world.desk.stop()))
        await asyncio.sleep(0)
        await world.desk.accept([message("b", who="221770000002")])

    stopping: list[asyncio.Task[None]] = []
    world.brain.pause = pause
    await world.desk.accept([message("a")])
    await world.desk.settled()
    await asyncio.gather(*stopping)
    assert world.inbox("status", "attempts") == [("done", 1), ("pending", 0)]
    assert world.outbox("status") == ["sent"]
    assert world.rows(tables.conversations, "lease_owner") == [None, None]


# -- what a second reading found --------------------------------------------------------------


async def test_a_statement_that_fails_fails_the_storing(world: World) -> None:
    """PostgreSQL answers the COMMIT behind it with a silent ROLLBACK: nothing would be stored."""

    def fail(connection: sa.Connection, key: ConversationKey) -> None:
        connection.execute(sa.text("SELECT nothing FROM nowhere"))

    world.desk._dispatcher.take_ahead = fail  # type: ignore[method-assign]
    with pytest.raises(sa.exc.DBAPIError):
        await world.desk.accept([message("a")])
    assert world.inbox("id") == []


async def test_a_batch_takes_as_many_turns_as_there_are_lanes(world: World) -> None:
    accepted = await world.desk.accept([message("a", who=f"22177000{n:04}") for n in range(20)])
    assert len(accepted) == 20
    assert world.inbox("attempts").count(1) == 8
    await world.desk.settled()
    assert world.inbox("attempts") == [1] * 20
    assert len(world.provider.taken) == 20


async def test_a_paused_conversation_begins_no_turn_that_was_taken(world: World) -> None:
    await world.say("before")
    key = world.key()
    await world.database.run(inbox.accept, [message("a")], NOON)
    await world.database.run(world.desk._dispatcher.take_ahead, key)
    await world.desk.pause(key, paused=True)
    world.desk.wake(key)
    await world.desk.settled()
    assert world.turns() == ["before"]


async def test_nothing_is_kept_of_a_turn_that_nobody_came_for(world: World) -> None:
    await world.say("before")
    key, ahead = world.key(), world.desk._dispatcher.ahead
    await world.database.run(inbox.accept, [message("a")], NOON)
    await world.database.run(world.desk._dispatcher.take_ahead, key)
    await world.desk._dispatcher.find()
    assert len(ahead) == 1
    world.clock.jump(30)
    await world.desk._dispatcher.find()
    assert len(ahead) == 0


async def test_a_commit_that_was_done_and_reported_failed_sends_its_answer(world: World) -> None:
    async def pause(key: ConversationKey, heard: Inbound) -> None:
        world.brain.pause = None
        within = world.database._within

        def lose(scope: Any, work: Any, *args: Any, **more: Any) -> Any:
            world.database._within = within  # type: ignore[method-assign]
            within(scope, work, *args, **more)
            raise sa.exc.OperationalError("COMMIT", {}, Exception("connection lost"))

        world.database._within = lose  # type: ignore[method-assign]

    world.brain.pause = pause
    await world.say("a")
    await world.later(1)
    assert world.provider.taken == ["re: a"]
    assert world.turns() == ["a"]
    assert world.desk._sender.promised == 0


async def test_a_stop_gives_back_what_was_marked_and_not_handed_over(world: World) -> None:
    await world.desk.start()
    posted = world.desk._outgoing.posted
    world.desk._outgoing.posted = lambda *_: None  # type: ignore[method-assign]
    await world.say("a")
    assert world.outbox("status") == ["sending"]
    await world.desk.stop()
    assert world.outbox("status", "attempts", "doubts") == [("pending", 0, 0)]
    world.desk._outgoing.posted = posted  # type: ignore[method-assign]
    await world.another_desk().sweep()


async def test_a_mark_that_waited_is_looked_at_again(world: World) -> None:
    """Somebody took over while the answer waited for a lane: it is not sent any more."""
    posted, held = world.desk._outgoing.posted, []
    world.desk._outgoing.posted = lambda *told: held.append(told)  # type: ignore[method-assign]
    await world.say("a")
    world.hand_to(Handler.HUMAN)
    world.clock.jump(20)
    posted(*held[0])
    await world.desk.settled()
    assert world.provider.taken == []
    assert world.outbox("status") == ["withheld"]


async def test_an_answer_that_never_left_outlives_many_kills(world: World) -> None:
    world.desk._outgoing.posted = lambda *_: None  # type: ignore[method-assign]
    await world.say("a")
    for _ in range(4):  # killed at the worst moment again and again
        await world.desk._sender.doubt_all()
        world.clock.jump(45)
        key = world.key()
        marked = await world.database.run(world.desk._sender.mark, key)
        assert marked is not None
    assert world.outbox("status", "doubts") == [("sending", 0)]
