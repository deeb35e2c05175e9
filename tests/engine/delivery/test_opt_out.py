"""STOP: one confirmation, then nothing automatic leaves until START."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.delivery import conversations, inbox, standing
from engine.delivery.contracts import Attempt, ConversationKey, Effect, Outcome
from engine.delivery.standing import Handler, Standing
from engine.messages import Kind, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, ask, message

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


# -- the order of turns ------------------------------------------------------------------------


async def test_stop_does_not_wait_behind_a_message_whose_turn_fails(world: World) -> None:
    world.brain.failures = [OSError("away")] * 5
    assert await world.write("bonjour") == []
    assert await world.write("STOP") == [STOPPED]
    assert world.standing().opted_out_at == NOON
    # What waited has its turn afterwards, and finds that nothing more is wanted.
    await world.later(400)
    assert world.provider.taken == [STOPPED]
    assert world.turns() == []
    assert world.inbox("status") == ["done", "done"]
    assert len(world.brain.seen) == 1


async def test_start_does_not_wait_for_it_either(world: World) -> None:
    world.brain.failures = [OSError("away")]
    assert await world.write("bonjour") == []
    await world.write("stop")
    assert await world.write("START") == [RESUMED]
    await world.later(400)
    assert world.turns() == ["bonjour"]


@pytest.mark.parametrize("last", ["stop", "start"])
async def test_stop_and_start_stay_in_the_order_they_came(world: World, last: str) -> None:
    texts = ["stop", "start", "stop", "start"][: 4 if last == "start" else 3]
    await world.desk.accept([message(text, id=str(n)) for n, text in enumerate(texts)])
    await world.desk.settled()
    assert (world.standing().opted_out_at is not None) is (last == "stop")
    assert world.provider.taken[-1] == {"stop": STOPPED, "start": RESUMED}[last]


async def test_a_word_that_only_sometimes_commands_keeps_its_place(world: World) -> None:
    """« Reprendre » of somebody who never left is an answer like others."""
    await world.desk.accept([message("oui"), message("reprendre"), message("non")])
    await world.desk.settled()
    assert world.turns() == ["oui", "reprendre", "non"]


async def test_a_process_killed_in_the_turn_before_leaves_the_way_to_stop_free(
    world: World,
) -> None:
    """The turn of "bonjour" kills each process that begins it; the person has said stop."""
    key = await _left_in_the_middle(world, "bonjour")
    await world.database.run(inbox.accept, [message("stop", id="s")], NOON)
    await _with_another_process(world)
    assert world.provider.taken == [STOPPED]
    assert world.brain.seen == []
    assert world.inbox("status") == ["done", "done"]
    assert world.standing().opted_out_at is not None
    assert world.key() == key


async def test_stop_itself_survives_a_process_that_dies_in_its_turn(world: World) -> None:
    await world.say("bonjour")
    await _left_in_the_middle(world, "stop")
    await _with_another_process(world)
    assert world.provider.taken == ["re: bonjour", STOPPED]
    assert world.inbox("status") == ["done", "done"]


async def _left_in_the_middle(world: World, text: str) -> ConversationKey:
    """Store a message, take its lease and count its turn, as a process does that is then killed."""
    await world.database.run(inbox.accept, [message(text)], NOON)
    key = world.key()

    def begin(connection: sa.Connection) -> None:
        waiting = inbox.head(connection, key)
        assert waiting is not None
        assert conversations.take(connection, key, owner="killed", now=NOON, seconds=30)
        assert inbox.count_attempt(connection, waiting.inbox_id)

    await world.database.run(begin)
    return key


async def _with_another_process(world: World) -> None:
    """Let another process run what is there, once the lease of the killed one is over."""
    world.clock.jump(31)
    desk = world.another_desk()
    await desk.sweep()
    await desk.settled()
