"""STOP: one confirmation, then nothing automatic leaves until START."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.delivery import standing
from engine.delivery.contracts import Attempt, Effect, Outcome
from engine.delivery.standing import Handler, Standing
from engine.messages import Kind, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, ask

pytestmark = pytest.mark.asyncio

STOPPED, RESUMED = "<utter_arret_confirme>", "<utter_reprise_confirmee>"
REFUSED = Attempt(outcome=Outcome.RETRY, code="429")


async def test_stop_is_confirmed_once_and_never_reaches_the_brain(world: World) -> None:
    assert await world.write("bonjour") == ["re: bonjour"]
    assert await world.write("STOP !") == [STOPPED]
    assert world.standing().opted_out_at == NOON
    world.clock.jump(60)
    for text in ("stop", "bonjour", "vous êtes là ?", "Arrêt"):
        assert await world.write(text) == []
    assert world.turns() == ["bonjour"]
    assert set(world.inbox("status")) == {"done"}
    # The moment of the first one counts: it is what the confirmation is known by.
    assert world.standing().opted_out_at == NOON


async def test_start_brings_the_assistant_back(world: World) -> None:
    await world.write("stop")
    assert await world.write("Reprendre") == [RESUMED]
    assert await world.write("bonjour") == ["re: bonjour"]
    assert await world.write("stop") == [STOPPED]
    assert await world.write("START") == [RESUMED]
    assert world.standing() == Standing()


async def test_who_never_wrote_before_may_begin_with_stop(world: World) -> None:
    assert await world.write("désabonner svp") == [STOPPED]
    assert world.outbox("origin", "status") == [("notice", "sent")]


@pytest.mark.parametrize("handler", list(Handler))
async def test_stop_works_whoever_answers(world: World, handler: Handler) -> None:
    await world.write("bonjour")
    world.hand_to(handler)
    assert await world.write("stop") == [STOPPED]
    assert await world.write("stop") == []
    assert world.standing() == Standing(handler=handler, opted_out_at=NOON)


async def test_stop_leaves_an_open_question_open(world: World) -> None:
    world.brain.answer = lambda m: [ask("Quel jour ?", ("Mardi", "/mardi"))]
    await world.write("rdv")
    await world.write("stop")
    await world.write("reprendre")
    await world.write("mardi")
    assert [heard.payload for heard in world.brain.seen] == ["", "/mardi"]


async def test_what_was_not_sent_yet_is_withheld(world: World) -> None:
    world.provider.answers = [REFUSED]
    assert await world.write("bonjour") == []
    assert await world.write("stop") == [STOPPED]
    await world.later(400)
    assert world.provider.taken == [STOPPED]
    assert world.outbox("origin", "status", "error_code") == [
        ("bot", "withheld", "opted_out"),
        ("notice", "sent", ""),
    ]
    # Whoever reads the conversation later sees what the person saw.
    assert world.rows(tables.messages, "direction", "kind") == [
        ("in", "text"),
        ("out", "withheld"),
        ("in", "text"),
        ("out", "text"),
    ]


async def test_the_confirmation_is_tried_again_like_any_message(world: World) -> None:
    world.provider.answers = [REFUSED]
    assert await world.write("stop") == []
    await world.later(1)
    assert world.provider.taken == [STOPPED]


async def test_an_older_confirmation_does_not_come_late(world: World) -> None:
    world.provider.answers = [REFUSED]
    await world.write("stop")
    world.clock.jump(0.2)
    await world.write("start")
    world.clock.jump(0.2)
    await world.write("stop")
    await world.later(400)
    assert world.provider.taken == [STOPPED]
    assert world.outbox("status") == ["withheld", "withheld", "sent"]


async def test_what_may_have_arrived_is_not_sent_again(world: World) -> None:
    world.provider.answers = [Attempt(outcome=Outcome.AMBIGUOUS, code="timeout")]
    await world.write("bonjour")
    await world.write("stop")
    await world.later(60)
    assert world.outbox("status") == ["failed", "sent"]
    assert world.provider.taken == [STOPPED]


async def test_people_at_the_office_still_reach_who_wants_nothing_automatic(world: World) -> None:
    await world.write("stop")
    (ref,) = await world.desk.post(world.key(), (Reply(text="Votre dossier est prêt."),), "agent")
    await world.desk.post(world.key(), (Reply(text="rappel"),), "reminder")
    await world.desk.settled()
    assert world.provider.taken == [STOPPED, "Votre dossier est prêt."]
    assert world.outbox("ref", "origin", "status")[1] == (ref, "agent", "sent")


async def test_a_turn_may_opt_out_with_its_own_words(world: World) -> None:
    world.brain.effects = lambda m: [Effect(name="opt_out")]
    world.brain.answer = lambda m: [Reply(text="C'est noté.")]
    assert await world.write("je ne veux plus de vos messages") == ["C'est noté."]
    assert world.standing().opted_out
    assert await world.write("bonjour") == []


async def test_who_opted_out_gets_no_apology_for_a_broken_turn(world: World) -> None:
    world.brain.failures = [OSError("away")] * 5
    await world.write("bonjour")
    with world.database.transaction() as connection:
        connection.execute(sa.update(tables.conversations).values(opted_out_at=NOON))
    for _ in range(5):
        await world.later(400)
    assert world.provider.taken == []


async def test_a_missing_text_does_not_stop_the_stop(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.desk = world.another_desk(texts=None)
    assert await world.write("stop") == []
    assert world.standing().opted_out
    assert "utter_arret_confirme" in caplog.text


async def test_to_begin_anew_in_the_simulator_undoes_a_stop(world: World) -> None:
    await world.write("stop")
    assert await world.write("", kind=Kind.TRIGGER, payload="/restart") == ["re: "]
    assert await world.write("bonjour") == ["re: bonjour"]


async def test_the_first_moment_of_an_opt_out_counts(world: World) -> None:
    await world.write("bonjour")
    key = world.key()
    with world.database.transaction() as connection:
        standing.opt_out(connection, key, NOON)
        standing.opt_out(connection, key, NOON + timedelta(hours=1))
    assert world.standing().opted_out_at == NOON
