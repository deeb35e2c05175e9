"""New tickets are told in the ways that the tenant names, each until it is taken there."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from connectors.agent_desk.notifier import Notifier
from connectors.agent_desk.telling import Answer, Telling, Way
from connectors.agent_desk.ways.mail import Mail
from connectors.agent_desk.ways.webhook import Webhook
from connectors.agent_desk.ways.whatsapp import WhatsApp
from engine.delivery.contracts import Effect, TurnResult
from engine.handoff.notices import State
from engine.mail import MailServer, Sender
from engine.registry import Registry
from engine.storage import tables
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy
from tests.connectors.agent_desk.mail_server import FakeMailServer, Script, mail_server
from tests.engine.delivery.conftest import world
from tests.engine.delivery.fakes import World, message
from tests.engine.handoff.office import Office, tenant

__all__ = ["world"]
pytestmark = pytest.mark.asyncio

VARIABLE, ADDRESS = "HANDOFF_WEBHOOK_URL", "https://bureau.example/ticket?key=sesame"
MARIE, PAUL, PHONE = "marie@example.org", "paul@example.org", "221770000009"
NOBODY = HandoffPolicy(return_after=timedelta(hours=12))
POLICY = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE)
MANY = HandoffPolicy(
    return_after=timedelta(hours=12),
    webhook=VARIABLE,
    mail=(MARIE, PAUL),
    whatsapp=(f"+{PHONE}",),
)


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


class Hanging:
    """A way whose other side never answers."""

    name = "mail"

    def __init__(self) -> None:
        self.asked = 0

    def missing(self, tenant: Tenant) -> tuple[str, ...]:
        return ()

    async def tell(self, telling: Telling) -> Answer:
        self.asked += 1
        await asyncio.Event().wait()
        return Answer(state=State.TOLD)


class Broken(Hanging):
    """A way that raises what it should have answered."""

    async def tell(self, telling: Telling) -> Answer:
        self.asked += 1
        if self.asked == 1:
            raise ValueError(telling.to)
        return Answer(state=State.TOLD)


def ways(world: World, bureau: Bureau, *more: Way, address: str = ADDRESS) -> Registry[Way]:
    found: Registry[Way] = Registry("way")
    webhook = Webhook({VARIABLE: address}, httpx.MockTransport(bureau))
    everything: tuple[Way, ...] = (webhook, WhatsApp(world.database), *more)
    for way in everything:
        found.add(way.name, way)
    return found


def post_of(server: FakeMailServer) -> Mail:
    sender = Sender(name="", address="accueil@example.org")
    return Mail(server=MailServer.parse(server.url()), sender=sender)


def office_of(world: World, policy: HandoffPolicy = POLICY) -> Office:
    return Office(world, tenant(sections=(policy,)))


def notifier_of(
    world: World,
    known: Registry[Way],
    policy: HandoffPolicy = POLICY,
    *,
    hurried: bool = True,
) -> Notifier:
    def now() -> datetime:
        # Ten minutes pass whenever somebody looks at the clock: nothing has to be waited for.
        world.clock.jump(600 if hurried else 0)
        return world.clock.now()

    return Notifier(
        tenants=Tenants([tenant(sections=(policy,))]),
        database=world.database,
        ways=known,
        now=now,
        desk_url="https://accueil.example/desk",
    )


def opened() -> TurnResult:
    effect = Effect(name="handoff.open", data={})
    return TurnResult(replies=(), write=lambda connection: None, effects=(effect,))


async def test_a_ticket_is_told_after_its_turn(world: World) -> None:
    office, bureau = office_of(world), Bureau()
    notifier = notifier_of(world, ways(world, bureau))
    key = await office.knows()
    notifier.begin(world.desk)
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
    notifier = notifier_of(world, ways(world, bureau))
    notifier.begin(world.desk)
    await notifier.settled()
    assert (bureau.asked, len(bureau.posted)) == (4, 1)
    assert "sesame" not in caplog.text and "ConnectError" in caplog.text


async def test_every_way_is_told_once_although_one_of_them_fails(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    office, bureau = office_of(world, MANY), Bureau(503, 503)
    await world.say("bonjour", who=PHONE)
    office.effect("handoff.open", await office.knows(), reason="un secret")
    script = Script(once={MARIE: f"450 {MARIE} has no room"})
    with mail_server(script) as server:
        notifier = notifier_of(world, ways(world, bureau, post_of(server)), MANY)
        notifier.begin(world.desk)
        await notifier.settled()
    await world.desk.settled()
    assert len(bureau.posted) == 1
    assert sorted(to for received in server.mails for to in received.to) == [MARIE, PAUL]
    titles = [text for text in world.provider.taken if text.startswith("*Demande")]
    assert len(titles) == 1 and world.rows(tables.effects, "status") == ["done"]
    everything = "".join([*(mail.text for mail in server.mails), *world.provider.taken])
    assert "secret" not in everything
    assert PHONE not in caplog.text and MARIE not in caplog.text and "450" in caplog.text


async def test_a_process_that_is_killed_leaves_the_rest_to_the_next(world: World) -> None:
    office, bureau, hanging = office_of(world, MANY), Bureau(), Hanging()
    await world.say("bonjour", who=PHONE)
    office.effect("handoff.open", await office.knows())
    killed = notifier_of(world, ways(world, bureau, hanging), MANY, hurried=False)
    killed.begin(world.desk)
    while hanging.asked < 2 or states_of(world).count("told") < 2:
        await asyncio.sleep(0)
    # Told: the address and the number. In the air, when the process ends: both mails.
    await killed.stop()
    assert states_of(world) == ["told", "waiting", "waiting", "told"]
    with mail_server() as server:
        notifier = notifier_of(world, ways(world, bureau, post_of(server)), MANY)
        notifier.begin(world.another_desk())
        await notifier.settled()
    assert len(server.mails) == 2 and len(bureau.posted) == 1
    assert states_of(world) == ["told"] * 4


def states_of(world: World) -> list[str]:
    [(_, result)] = world.rows(tables.effects, "key", "result")
    return [way["state"] for way in result["ways"].values()]


async def test_a_window_that_is_closed_is_noted_and_not_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    policy = HandoffPolicy(return_after=timedelta(hours=12), whatsapp=(f"+{PHONE}",))
    office = office_of(world, policy)
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, ways(world, Bureau()), policy)
    notifier.begin(world.desk)
    await notifier.settled()
    assert states_of(world) == ["window_closed"]
    assert caplog.text.count("window closed") == 1
    await world.say("bonjour", who=PHONE)
    notifier.wake()
    await notifier.settled()
    assert not any(text.startswith("*Demande") for text in world.provider.taken)


async def test_a_new_ticket_does_not_wait_for_a_side_that_hangs(world: World) -> None:
    policy = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE, mail=(MARIE,))
    office, bureau, hanging = office_of(world, policy), Bureau(), Hanging()
    first, second = await office.knows(), await office.knows("221770000002")
    notifier = notifier_of(world, ways(world, bureau, hanging), policy, hurried=False)
    office.effect("handoff.open", first)
    notifier.begin(world.desk)
    while len(bureau.posted) < 1 or not hanging.asked:
        await asyncio.sleep(0)
    office.effect("handoff.open", second, message="m2")
    notifier.note_turn(second, message("x"), opened())
    while len(bureau.posted) < 2 or hanging.asked < 2:
        await asyncio.sleep(0)
    await notifier.stop()
    # What hangs was not begun a second time.
    assert (len(bureau.posted), hanging.asked) == (2, 2)


async def test_who_the_file_no_longer_names_is_not_told(world: World) -> None:
    office, bureau = office_of(world, MANY), Bureau()
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, ways(world, bureau), POLICY)
    notifier.begin(world.desk)
    await notifier.settled()
    assert states_of(world) == ["told", "unwanted", "unwanted", "unwanted"]


async def test_what_a_way_raises_is_an_attempt_that_failed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    policy = HandoffPolicy(return_after=timedelta(hours=12), mail=(MARIE,))
    office, broken = office_of(world, policy), Broken()
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, ways(world, Bureau(), broken), policy)
    notifier.begin(world.desk)
    await notifier.settled()
    assert broken.asked == 2 and states_of(world) == ["told"]
    assert "ValueError" in caplog.text and MARIE not in caplog.text


async def test_other_turns_and_other_tenants_are_left_alone(world: World) -> None:
    office, bureau = office_of(world, NOBODY), Bureau()
    key = await office.knows()
    office.effect("handoff.open", key)
    notifier = notifier_of(world, ways(world, bureau), NOBODY)
    notifier.begin(world.desk)
    notifier.note_turn(key, message("x"), opened())
    await notifier.settled()
    other = notifier_of(world, ways(world, bureau))
    other.begin(world.desk)
    other.note_turn(key, message("x"), TurnResult(replies=(), write=lambda connection: None))
    await other.settled()
    assert bureau.asked == 0


async def test_before_the_start_and_after_the_stop_nothing_is_told(world: World) -> None:
    office, bureau = office_of(world), Bureau()
    key = await office.knows()
    office.effect("handoff.open", key)
    notifier = notifier_of(world, ways(world, bureau))
    notifier.note_turn(key, message("x"), opened())
    await notifier.settled()
    await notifier.stop()
    notifier.note_turn(key, message("x"), opened())
    await notifier.settled()
    assert bureau.asked == 0 and states_of(world) == ["waiting"]


async def test_a_variable_that_is_not_set_is_told_once_and_the_others_go_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    policy = HandoffPolicy(return_after=timedelta(hours=12), webhook=VARIABLE, mail=(MARIE, PAUL))
    office, bureau = office_of(world, policy), Bureau()
    office.effect("handoff.open", await office.knows())
    unset = Mail(server=None, sender=None)
    notifier = notifier_of(world, ways(world, bureau, unset), policy)
    notifier.begin(world.desk)
    await notifier.settled()  # a day of attempts
    assert len(bureau.posted) == 1 and states_of(world) == ["told", "too_late", "too_late"]
    said = [record.getMessage() for record in caplog.records if "not set" in record.getMessage()]
    assert said == ["the office cannot be told by mail: SMTP_URL and MAIL_FROM not set"]
    assert world.rows(tables.effects, "status") == ["failed"]


async def test_it_stops_while_it_waits(world: World) -> None:
    office, bureau = office_of(world), Bureau(503)
    office.effect("handoff.open", await office.knows())
    notifier = notifier_of(world, ways(world, bureau), hurried=False)
    notifier.begin(world.desk)
    while bureau.asked == 0:
        await asyncio.sleep(0)
    await notifier.stop()
    assert world.rows(tables.effects, "status") == ["begun"]
