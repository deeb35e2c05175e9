"""Those who answer are told in their own conversation, when WhatsApp lets the house write there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connectors.agent_desk.telling import Answer, Telling
from connectors.agent_desk.ways.whatsapp import WhatsApp
from engine.handoff.notices import State
from engine.messages import Kind
from engine.storage import tables
from tests.connectors.agent_desk.tellings import telling
from tests.engine.delivery.fakes import World, ask

pytestmark = pytest.mark.asyncio

MARIE = "221770000009"
TOLD = Answer(state=State.TOLD)
CLOSED = Answer(state=State.WINDOW_CLOSED, reason="window closed")


def of_marie(world: World, **changes: Any) -> Telling:
    return telling(f"+{MARIE}", at=world.clock.now(), **{"front_desk": world.desk, **changes})


async def tell(world: World, **changes: Any) -> Answer:
    answer = await WhatsApp(world.database).tell(of_marie(world, **changes))
    await world.desk.settled()
    return answer


async def test_who_has_written_today_is_told_in_their_own_conversation(world: World) -> None:
    await world.say("bonjour", who=MARIE)
    world.clock.jump(23 * 3600)
    assert await tell(world) == TOLD
    account, number, _, _ = world.provider.attempts[-1]
    assert (account, number) == ("paroisse-fake", MARIE)
    # The provider of the tests sends each line by itself.
    assert world.provider.taken[1:] == [
        "*Demande n° 12*",
        "Depuis : lundi 2 mars 2026 à 12 h",
        "Réponse attendue : mardi 3 mars 2026 à 9 h",
        "https://accueil.example/desk#12",
        "_Répondez au relais : ici, c’est l’assistant qui vous lit._",
    ]
    # About the service, and not an answer of the office: STOP would hold it back.
    assert set(world.outbox("origin")[1:]) == {"notice"}


async def test_beside_24_hours_nothing_is_sent(world: World) -> None:
    assert await tell(world) == CLOSED
    await world.say("bonjour", who=MARIE)
    await world.say("bonjour", who="221770000001")
    sent = list(world.provider.taken)
    world.clock.jump(24 * 3600)
    assert await tell(world) == CLOSED
    # Somebody else's message opens nothing.
    await world.say("encore", who="221770000001")
    assert await tell(world) == CLOSED
    assert world.provider.taken == [*sent, "re: encore"]


async def test_the_conversation_of_another_tenant_is_not_theirs(world: World) -> None:
    await world.say("bonjour", who=MARIE)
    with world.database.transaction() as connection:
        connection.execute(tables.contact_aliases.update().values(tenant="ecole"))
    assert await tell(world) == CLOSED


async def test_who_wrote_stop_is_left_in_peace(world: World) -> None:
    await world.say("bonjour", "stop", who=MARIE)
    sent = list(world.provider.taken)
    assert await tell(world) == Answer(state=State.OPTED_OUT, reason="opted out")
    assert world.provider.taken == sent


async def test_a_process_that_was_killed_before_it_noted_it_does_not_say_it_twice(
    world: World,
) -> None:
    await world.say("bonjour", who=MARIE)
    assert await tell(world) == TOLD
    sent = list(world.provider.taken)
    world.clock.jump(25 * 3600)
    assert await tell(world, front_desk=world.another_desk()) == TOLD
    assert world.provider.taken == sent


async def test_an_account_that_is_closed_is_tried_again(world: World) -> None:
    await world.say("bonjour", who=MARIE)
    with world.database.transaction() as connection:
        connection.execute(tables.conversations.update().values(provider="other"))
    assert await tell(world) == Answer(state=State.WAITING, reason="DeliveryError")


async def test_the_assistant_goes_on_where_it_was_with_them(world: World) -> None:
    """The notice is no turn: what was asked before it is what the next words answer."""
    world.brain.answer = lambda m: (ask("Confirmez-vous ?", ("Oui", "/oui"), ("Non", "/non")),)
    await world.write("un rendez-vous", who=MARIE)
    columns = ("contact", "offered", "last_inbound_at", "handler", "queue_told_at")
    before = world.rows(tables.conversations, *columns)
    calls = list(world.brain.calls)
    assert await tell(world) == TOLD
    assert world.brain.calls == calls
    assert world.rows(tables.conversations, *columns) == before
    await world.write("Oui", who=MARIE, kind=Kind.CHOICE, payload="/oui")
    assert world.brain.seen[-1].payload == "/oui"


async def test_the_number_is_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    shown = of_marie(world)
    assert MARIE not in repr(shown) and await tell(world) == CLOSED
    await world.say("bonjour", who=MARIE)
    assert await tell(world) == TOLD
    assert MARIE not in caplog.text
    assert WhatsApp(world.database).missing(shown.tenant) == ()
    assert shown.at - shown.notice.opened_at == timedelta(0)
