"""What a turn wants done is done with it, once; what a message hid is stored nowhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import Effect, Occasion
from engine.delivery.effects import effect_handlers
from engine.errors import RegistryError
from engine.messages import Inbound
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World

pytestmark = pytest.mark.asyncio

CODE = "K7MQ-4RTX"


async def test_effects_are_done_in_order_and_know_their_turn(world: World) -> None:
    world.brain.effects = lambda m: [Effect(name="note", data={"n": n}) for n in (1, 2)]
    await world.write("bonjour")
    assert world.office.asked == [("note", {"n": 1}), ("note", {"n": 2})]
    occasion = world.office.occasions[0]
    (row,) = world.inbox("id", "message_id")
    assert (occasion.inbox_id, occasion.message_id) == row
    assert (occasion.key, occasion.now) == (world.key(), NOON)


async def test_an_effect_that_fails_takes_the_turn_with_it(world: World) -> None:
    broken = [True]

    def write(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
        connection.execute(
            tables.effects.insert(),
            {
                "key": occasion.message_id,
                "tenant": occasion.key.tenant,
                "status": "done",
                "result": {},
                "created_at": occasion.now,
            },
        )
        if broken:
            broken.pop()
            raise OSError("no paper")

    world.desk = world.another_desk(effects={"print": write})
    world.brain.effects = lambda m: [Effect(name="print")]
    assert await world.write("bonjour") == []
    assert (world.rows(tables.effects, "key"), world.turns()) == ([], [])
    await world.later(1)
    assert world.turns() == ["bonjour"]
    assert len(world.rows(tables.effects, "key")) == 1


async def test_an_effect_that_nobody_does_fails_the_turn_and_says_so(world: World) -> None:
    world.brain.effects = lambda m: [Effect(name="timer.arn")]
    await world.write("bonjour")
    ((state, error),) = world.inbox("status", "error")
    assert state == "pending"
    assert "unknown effect 'timer.arn'" in error and "timer.arm" in error
    assert world.turns() == []


async def test_two_rooms_may_not_do_the_same_effect(world: World) -> None:
    with pytest.raises(RegistryError, match="registered twice"):
        effect_handlers({"opt_out": lambda *_: None})


async def test_a_turn_arms_and_cancels_timers(world: World) -> None:
    armed = {
        "name": "rdv:1:r0:24h",
        "due_at": (NOON + timedelta(hours=3)).isoformat(),
        "zone": "Africa/Dakar",
        "payload": "/rappel_rendez_vous",
    }

    def wanted(heard: Inbound) -> list[Effect]:
        if heard.text == "annuler":
            return [Effect(name="timer.cancel", data={"name_prefix": "rdv:1:"})]
        return [Effect(name="timer.arm", data=armed)]

    world.brain.effects = wanted
    await world.write("rdv")
    row = world.rows(tables.timers, "name", "due_at", "status", "late_policy")
    assert row == [("rdv:1:r0:24h", NOON + timedelta(hours=3), "armed", "send")]
    await world.write("annuler")
    assert world.rows(tables.timers, "status") == ["cancelled"]


async def test_a_secret_is_stored_nowhere_once_its_turn_is(world: World) -> None:
    world.brain.masked = lambda m: "•••" if CODE in m.text else None
    world.brain.answer = lambda m: ()
    shown: list[Inbound] = []
    world.desk.observe(lambda key, heard, result: shown.append(heard))
    await world.write(f"mon code est {CODE}")
    await world.write("merci")
    assert [heard.text for heard in shown] == ["•••", "merci"]
    assert world.rows(tables.messages, "text") == ["•••", "merci"]
    payloads = world.inbox("payload")
    assert payloads[0]["text"] == "•••"
    assert CODE not in json.dumps(payloads)
    # Nothing else of the row is lost.
    assert Inbound.from_json(payloads[0]).message_id == "m1"


async def test_only_the_message_itself_is_masked(world: World) -> None:
    """Ids are unique per account only: another one of the tenant may have the same."""
    await world.write("bonjour")
    with world.database.transaction() as connection:
        same = sa.update(tables.messages).values(message_id="m2", account="another")
        connection.execute(same)
    world.brain.masked = lambda m: "•••"
    await world.write(CODE)
    texts = world.rows(tables.messages, "direction", "text")
    assert texts == [
        ("in", "bonjour"),
        ("out", "re: bonjour"),
        ("in", "•••"),
        ("out", f"re: {CODE}"),
    ]
