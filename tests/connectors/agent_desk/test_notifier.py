"""New tickets are told to the tenant's address until they are taken there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from connectors.agent_desk.notifier import Notifier
from engine.delivery.contracts import Effect, TurnResult
from engine.storage import tables
from engine.tenants import Tenants
from engine.tenants.sections.handoff import HandoffPolicy
from tests.engine.delivery.fakes import World, message
from tests.engine.handoff.office import Office, tenant

pytestmark = pytest.mark.asyncio

VARIABLE, ADDRESS = "HANDOFF_WEBHOOK_URL", "https://bureau.example/ticket?key=sesame"
POLICY = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.database.close()


class Bureau:
    """The other side: answers as told, and keeps what was posted."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.posted: list[dict[str, Any]] = []
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert str(request.url) == ADDRESS
        answer = self.answers.pop(0) if self.answers else 204
        if answer == 204:
            self.posted.append(json.loads(request.content))
            return httpx.Response(204)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)


def office_of(world: World, policy: HandoffPolicy = POLICY) -> Office:
    return Office(world, tenant(sections=(policy,)))


def notifier_of(
    world: World,
    bureau: Bureau,
    policy: HandoffPolicy = POLICY,
    *,
    address: str = ADDRESS,
    hurried: bool = True,
) -> Notifier:
    def now() -> datetime:
        # Ten minutes pass whenever somebody looks at the clock: nothing has to be waited for.
        world.clock.jump(600 if hurried else 0)
        return world.clock.now()

    return Notifier(
        tenants=Tenants([tenant(sections=(policy,))]),
        database=world.database,
        environ={VARIABLE: address},
        now=now,
        desk_url="https://accueil.example/desk",
        transport=httpx.MockTransport(bureau),
    )


def opened() -> TurnResult:
    effect = Effect(name="handoff.open", data={})
    return TurnResult(replies=(), write=lambda connection: None, effects=(effect,))


async def test_a_ticket_is_told_after_its_turn(world: World) -> None:
    office, bureau = office_of(world), Bureau()
    notifier = notifier_of(world, bureau)
    key = await office.knows()
    office.effect("handoff.open", key, reason="un secret")
    notifier.note_turn(key, message("x"), opened())
    await notifier.settled()
    [told] = bureau.posted
    [number] = office.tickets("id")
    assert told["ticket"] == number and told["desk"] == f"https://accueil.example/desk#{number}"
    assert "secret" not in json.dumps(told)
    # Told once.
    notifier.wake()
    await notifier.settled()
    assert len(bureau.posted) == 1


async def test_it_is_told_again_until_it_is_taken(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    office = office_of(world)
    bureau = Bureau(500, httpx.ConnectError("no route to sesame"), 404)
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, bureau)
    notifier.wake()
    await notifier.settled()
    assert (bureau.asked, len(bureau.posted)) == (4, 1)
    assert "sesame" not in caplog.text and "ConnectError" in caplog.text


async def test_other_turns_and_other_tenants_are_left_alone(world: World) -> None:
    silent = HandoffPolicy(return_after=timedelta(hours=12))
    office, bureau = office_of(world, silent), Bureau()
    key = await office.knows()
    office.effect("handoff.open", key)
    notifier = notifier_of(world, bureau, silent)
    notifier.note_turn(key, message("x"), opened())
    await notifier.settled()
    other = notifier_of(world, bureau)
    other.note_turn(key, message("x"), TurnResult(replies=(), write=lambda connection: None))
    await other.settled()
    assert bureau.asked == 0


async def test_a_variable_that_is_not_set_is_told_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    office, bureau = office_of(world), Bureau()
    office.effect("handoff.open", await office.knows())
    world.clock.jump(25 * 3600)  # the last attempt, so that it ends
    notifier = notifier_of(world, bureau, address="")
    notifier.wake()
    await notifier.settled()
    assert bureau.asked == 0 and "named but not set" in caplog.text
    assert world.rows(tables.effects, "status") == ["failed"]


async def test_it_stops_while_it_waits(world: World) -> None:
    office, bureau = office_of(world), Bureau(503)
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, bureau, hurried=False)
    notifier.wake()
    while bureau.asked == 0:
        await asyncio.sleep(0)
    await notifier.stop()
    assert world.rows(tables.effects, "status") == ["begun"]
