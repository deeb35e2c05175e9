"""What is due becomes a message of the house: once, in its time, whoever was away meanwhile."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.delivery import timers
from engine.delivery.contracts import ConversationKey
from engine.delivery.standing import Handler
from engine.delivery.timers import arm, cancel, enqueue_trigger, fire_due
from engine.errors import DeliveryError
from engine.messages import Kind
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World

pytestmark = pytest.mark.asyncio

PAYLOAD = '/rappel_rendez_vous{"rendez_vous": "12"}'
LATE = timedelta(hours=1)


async def set_timer(
    world: World, *, hours: float = 1, name: str = "rdv:12:r0:2h", **more: Any
) -> bool:
    return await world.database.run(
        arm,
        world.key(),
        name=name,
        due_at=NOON + timedelta(hours=hours),
        zone="Africa/Dakar",
        payload=more.pop("payload", PAYLOAD),
        now=world.clock.now(),
        **more,
    )


async def ring(world: World, hours: float = 0) -> float | None:
    """Move the clock, let due timers speak, and return the seconds until the next one."""
    world.clock.jump(hours * 3600)
    seconds = await world.desk.ring()
    await world.desk.settled()
    return seconds


def states(world: World) -> list[tuple[str, str]]:
    return world.rows(tables.timers, "name", "status")


async def test_a_due_timer_is_said_once_to_the_person_who_wrote(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world)
    assert await ring(world, 0.5) == 1800
    assert len(world.brain.seen) == 1
    assert await ring(world, 0.5) is None
    assert await ring(world, 1) is None
    said = world.brain.seen[1:]
    assert [(heard.kind, heard.payload) for heard in said] == [(Kind.TRIGGER, PAYLOAD)]
    assert said[0].aliases == world.brain.seen[0].aliases
    assert said[0].message_id.startswith("timer:")
    assert world.outbox("origin", "status") == [("bot", "sent"), ("reminder", "sent")]
    assert states(world) == [("rdv:12:r0:2h", "fired")]


async def test_a_timer_is_no_word_of_the_person(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world)
    await ring(world, 5)
    assert world.rows(tables.conversations, "last_inbound_at") == [NOON]
    assert world.rows(tables.messages, "direction") == ["in", "out", "out"]


async def test_timers_are_said_in_their_order(world: World) -> None:
    await world.write("bonjour")
    for number, hours in enumerate((3, 1, 2)):
        await set_timer(world, hours=hours, name=f"t{number}", payload=f"/n{number}")
    await ring(world, 4)
    assert [heard.payload for heard in world.brain.seen[1:]] == ["/n1", "/n2", "/n0"]


async def test_a_timer_that_is_set_again_speaks_at_its_new_hour(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world, hours=1)
    await set_timer(world, hours=3)
    assert states(world) == [("rdv:12:r0:2h", "armed")]
    await ring(world, 2)
    assert len(world.brain.seen) == 1
    await ring(world, 1)
    assert len(world.brain.seen) == 2
    # Fired or cancelled, it can be set again.
    await set_timer(world, hours=4)
    await ring(world, 1)
    await world.database.run(cancel, world.key(), "rdv:")
    await set_timer(world, hours=5)
    await ring(world, 1)
    assert len(world.brain.seen) == 4


async def test_cancelled_timers_are_silent_and_others_are_not_touched(world: World) -> None:
    await world.write("bonjour")
    await world.write("bonjour", who="221770000002")
    first, second = (
        ConversationKey(tenant=tenant, contact=contact)
        for tenant, contact in world.rows(tables.conversations, "tenant", "contact")
    )
    names = ["rdv:1:r0:24h", "rdv:1:r0:2h", "rdv:12:r0:2h", "RDV:1:x", "autre"]
    with world.database.transaction() as connection:
        for key in (first, second):
            for name in names:
                arm(connection, key, name=name, due_at=NOON, zone="UTC", payload=PAYLOAD, now=NOON)
        assert cancel(connection, first, "rdv:1:") == 2
        assert cancel(connection, first, "rdv:1:") == 0
        assert cancel(connection, second, "%") == 0
    left = world.rows(tables.timers, "contact", "name", "status")
    cancelled = [(contact, name) for contact, name, status in left if status == "cancelled"]
    assert sorted(cancelled) == [(first.contact, n) for n in sorted(names[:2])]


async def test_a_late_timer_is_sent_or_left_out_as_it_wishes(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.write("bonjour")
    await set_timer(world, name="always", payload="/toujours")
    await set_timer(world, name="else-never", payload="/sinon_jamais", late_policy="skip")
    await set_timer(world, hours=3, name="near", payload="/proche", late_policy="skip")
    await ring(world, 4)
    assert [heard.payload for heard in world.brain.seen[1:]] == ["/toujours", "/proche"]
    assert states(world) == [("always", "fired"), ("else-never", "skipped"), ("near", "fired")]
    skipped = [vars(record) for record in caplog.records if "timer" in vars(record)]
    assert [(one["action"], one["timer"]) for one in skipped] == [("timer_skipped", "else-never")]


async def test_two_processes_fire_a_timer_once(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world)
    other = world.another_desk()
    world.clock.jump(3600)
    await asyncio.gather(*(desk.ring() for desk in (world.desk, other, world.desk, other)))
    await world.desk.settled()
    await other.settled()
    assert len(world.brain.seen) == 2
    assert world.inbox("kind") == ["text", "trigger"]


async def test_firing_is_undone_with_its_transaction(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world)
    at = NOON + LATE
    with pytest.raises(ZeroDivisionError), world.database.transaction() as connection:
        assert fire_due(connection, at, late=LATE) == (world_key(world, connection),)
        raise ZeroDivisionError
    assert states(world) == [("rdv:12:r0:2h", "armed")]
    assert world.inbox("kind") == ["text"]


def world_key(world: World, connection: Any) -> ConversationKey:
    row = connection.execute(tables.conversations.select()).one()
    return ConversationKey(tenant=row.tenant, contact=row.contact)


async def test_a_reminder_waits_for_nobody_who_wants_silence(world: World) -> None:
    await world.write("bonjour")
    await set_timer(world)
    world.hand_to(Handler.HUMAN)
    await ring(world, 1)
    assert world.office.asked == [("handoff.missed_reminder", {"payload": PAYLOAD, "why": "human"})]
    assert len(world.brain.seen) == 1


async def test_a_reminder_that_cannot_be_run_is_given_up_without_an_apology(
    world: World,
) -> None:
    await world.write("bonjour")
    await set_timer(world)
    world.brain.failures = [OSError("away")] * 5
    await ring(world, 1)
    for _ in range(5):
        await world.later(400)
    assert world.inbox("status") == ["done", "dead"]
    assert world.provider.taken == ["re: bonjour"]


async def test_a_reminder_is_withheld_when_somebody_takes_over_before_it_leaves(
    world: World,
) -> None:
    await world.write("bonjour")
    await set_timer(world)

    async def take_over(key: Any, heard: Any) -> None:
        await asyncio.to_thread(world.hand_to, Handler.HUMAN)

    world.brain.pause = take_over
    await ring(world, 1)
    assert world.outbox("origin", "status")[1] == ("reminder", "withheld")


async def test_a_plain_rasa_conversation_has_no_timers(world: World) -> None:
    nobody = ConversationKey(tenant="", contact="default")
    done = await world.database.run(
        arm, nobody, name="x", due_at=NOON, zone="UTC", payload=PAYLOAD, now=NOON
    )
    assert done is False
    assert world.rows(tables.timers, "id") == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"late_policy": "perhaps"}, "perhaps"),
        ({"payload": "rappel"}, "payload"),
        ({"payload": "/SetSlots(a=1)"}, "payload"),
        ({"zone": "Africa/Nowhere"}, "Nowhere"),
        ({"due_at": datetime(2026, 3, 2)}, "zone"),
    ],
)
async def test_a_timer_that_could_not_speak_is_refused_when_it_is_set(
    world: World, wrong: dict[str, Any], error: str
) -> None:
    await world.write("bonjour")
    asked = {"name": "x", "due_at": NOON, "zone": "UTC", "payload": PAYLOAD, "now": NOON, **wrong}
    with pytest.raises(Exception, match=error):
        await world.database.run(arm, world.key(), **asked)
    assert world.rows(tables.timers, "id") == []


async def test_the_house_may_say_something_once_by_name(world: World) -> None:
    await world.write("bonjour")
    key = world.key()
    for fresh in (True, False):
        found = await world.database.run(enqueue_trigger, key, "/reprise_assistant", "end:1", NOON)
        assert found is fresh
    world.desk.wake(key)
    await world.desk.settled()
    assert [heard.payload for heard in world.brain.seen] == ["", "/reprise_assistant"]
    assert world.outbox("origin") == ["bot", "bot"]
    nobody = ConversationKey(tenant="paroisse", contact="nobody")
    with pytest.raises(DeliveryError, match="no such conversation"):
        await world.database.run(enqueue_trigger, nobody, "/reprise_assistant", "end:2", NOON)


async def test_many_timers_are_fired_in_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "_DUE", timers._DUE.limit(2))
    await world.write("bonjour")
    for number in range(5):
        await set_timer(world, name=f"t{number}", payload=f"/n{number}")
    seconds = [await ring(world, 2) for _ in range(3)]
    assert seconds == [0.0, 0.0, None]
    assert len(world.brain.seen) == 6


async def test_what_fell_due_while_the_house_was_closed_is_said_at_the_start(
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    closed = World(address)
    await closed.write("bonjour")
    await set_timer(closed)
    closed.database.close()
    world = World(address)
    world.clock.jump(5 * 3600)
    await world.desk.start()
    await ring(world)
    await world.desk.stop()
    assert [heard.payload for heard in world.brain.seen] == [PAYLOAD]
    world.database.close()
