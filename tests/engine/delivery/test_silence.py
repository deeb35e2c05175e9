"""While a person is asked for, and while one answers, the assistant keeps out of it."""

from __future__ import annotations

import asyncio

import pytest

from engine.delivery import gate
from engine.delivery.contracts import Attempt, ConversationKey, Outcome
from engine.delivery.standing import Handler, Standing
from engine.delivery.timers import enqueue_trigger
from engine.messages import Inbound, Kind, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World
from tests.engine.storage.statements import heard_statements

pytestmark = pytest.mark.asyncio

QUEUED, HOURS = "<utter_file_attente>", "<utter_horaires_accueil>"


async def waiting(world: World, handler: Handler = Handler.WAITING) -> None:
    await world.write("je veux parler à quelqu'un")
    world.provider.taken.clear()
    world.hand_to(handler)


async def test_who_waits_is_told_so_and_their_words_are_kept(world: World) -> None:
    await waiting(world)
    assert await world.write("c'est pour mon fils") == [QUEUED]
    assert await world.write("allô ?") == []
    assert await world.write("", kind=Kind.IMAGE) == []
    assert world.standing().queue_told_at == NOON
    await world.later(15 * 60)
    assert await world.write("toujours là ?") == [QUEUED]
    assert world.turns() == ["je veux parler à quelqu'un"]
    assert set(world.inbox("status")) == {"done"}
    said = [text for way, text in world.rows(tables.messages, "direction", "text") if way == "in"]
    assert said[1:3] == ["c'est pour mon fils", "allô ?"]


async def test_who_waits_may_ask_for_the_hours_every_time(world: World) -> None:
    await waiting(world)
    assert await world.write("horaires ?") == [HOURS]
    assert await world.write("vous êtes ouverts samedi ?") == [HOURS]


async def test_who_takes_it_back_is_answered_by_the_assistant_again(world: World) -> None:
    await waiting(world)
    assert await world.write("annuler") == []
    assert world.office.asked == [(gate.WITHDRAW, {})]
    assert world.standing() == Standing()
    assert await world.write("bonjour") == ["re: bonjour"]


async def test_beside_a_person_nothing_is_said(world: World) -> None:
    await waiting(world, Handler.HUMAN)
    for text in ("bonjour", "annuler", "horaires ?"):
        assert await world.write(text) == []
    assert world.turns() == ["je veux parler à quelqu'un"]
    assert world.office.asked == []


async def test_the_desk_hears_of_messages_that_had_no_turn(world: World) -> None:
    await waiting(world, Handler.HUMAN)
    heard: list[tuple[str, object]] = []
    world.desk.observe(lambda key, m, result: heard.append((m.text, result.trace())))
    await world.write("merci à vous")
    assert heard == [("merci à vous", {"text": "merci à vous", "gate": "human"})]


async def test_an_answer_that_was_ready_when_somebody_took_over_stays_unsent(
    world: World,
) -> None:
    world.provider.answers = [Attempt(outcome=Outcome.RETRY, code="429")]
    await world.write("bonjour")
    world.hand_to(Handler.HUMAN)
    await world.desk.post(world.key(), (Reply(text="Ici Sœur Marie."),), "agent")
    await world.desk.settled()
    # What waited for its second attempt does not stand in the way.
    assert world.provider.taken == ["Ici Sœur Marie."]
    assert world.outbox("origin", "status", "error_code") == [
        ("bot", "withheld", "taken_over"),
        ("agent", "sent", ""),
    ]


async def test_an_answer_that_was_being_made_when_somebody_took_over_stays_unsent(
    world: World,
) -> None:
    await world.write("bonjour")

    async def take_over(key: ConversationKey, heard: Inbound) -> None:
        await asyncio.to_thread(world.hand_to, Handler.HUMAN)

    world.brain.pause = take_over
    assert await world.write("je veux un rendez-vous") == []
    assert world.outbox("status") == ["sent", "withheld"]


async def test_the_words_of_an_agent_and_notices_pass_a_person_who_answers(world: World) -> None:
    await waiting(world, Handler.HUMAN)
    for origin in ("agent", "bot", "reminder", "notice"):
        await world.desk.post(world.key(), (Reply(text=origin),), origin)
    await world.desk.settled()
    assert world.provider.taken == ["agent", "notice"]


async def test_the_acknowledgement_leaves_while_the_person_waits(world: World) -> None:
    await waiting(world)
    await world.desk.post(world.key(), (Reply(text="Quelqu'un vous répond ici."),), "bot")
    await world.desk.settled()
    assert world.provider.taken == ["Quelqu'un vous répond ici."]


async def test_a_house_message_gives_the_conversation_back(world: World) -> None:
    await waiting(world, Handler.HUMAN)
    payload = '/reprise_assistant{"raison": "personne"}'
    await world.database.run(enqueue_trigger, world.key(), payload, "return:1", NOON)
    world.desk.wake(world.key())
    await world.desk.settled()
    assert world.office.asked == [(gate.RETURN, {"raison": "personne"})]
    assert world.brain.seen[-1].payload == payload
    # The answer of that very turn is sent: nobody else answers any more.
    assert world.provider.taken == ["re: "]


async def test_a_reminder_is_noted_instead_of_said(world: World) -> None:
    await waiting(world)
    payload = '/rappel_rendez_vous{"rendez_vous": "12"}'
    await world.database.run(enqueue_trigger, world.key(), payload, "x", NOON)
    world.desk.wake(world.key())
    await world.desk.settled()
    assert world.office.asked == [(gate.MISSED_REMINDER, {"payload": payload, "why": "waiting"})]
    assert (world.provider.taken, len(world.brain.seen)) == ([], 1)


async def test_the_gate_costs_no_statement(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standing comes with the lease: the statements of a message are those of the road alone."""
    await world.write("bonjour")
    statements = heard_statements(monkeypatch, world.database)
    await world.write("encore")
    asked = [text for text in statements if "conversations" in text and text.startswith("SELECT")]
    # The sender's own look at its next message, after the claim and after the sending.
    assert len(asked) == 2 and all("FROM outbox" in text for text in asked)


async def test_a_post_to_nobody_is_refused(world: World) -> None:
    nobody = ConversationKey(tenant="paroisse", contact="nobody")
    with pytest.raises(Exception, match="nobody can be reached"):
        await world.desk.post(nobody, (Reply(text="x"),), "agent")
    await world.write("bonjour")
    with pytest.raises(ValueError, match="machine"):
        await world.desk.post(world.key(), (Reply(text="x"),), "machine")
    assert world.outbox("id") == [1]
