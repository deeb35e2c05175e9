"""What happens to messages on the way: repeated, bundled, unreadable, refused, reported."""

from __future__ import annotations

import asyncio

import pytest

from tests.acceptance.conftest import Stranger
from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.meta_client import MetaClient
from tests.acceptance.person import Person, titles

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]


async def test_a_repeated_delivery_is_taken_again_and_answered_once(
    awa: Person, desk: FrontDeskProcess
) -> None:
    item = awa.meta.text(awa.number, "bonjour")
    payload = awa.meta.webhook(item)
    for _ in range(3):
        assert (await awa.meta.post(payload)).status_code == 200
    await desk.answered(item["id"])
    assert (await awa.meta.post(payload)).status_code == 200
    await awa.writes("merci beaucoup")
    assert ["bienvenue" in sent.text for sent in awa.received] == [True, False]


async def test_deliveries_at_the_same_moment_are_answered_once(
    awa: Person, desk: FrontDeskProcess
) -> None:
    item = awa.meta.text(awa.number, "bonjour")
    payload = awa.meta.webhook(item)
    responses = await asyncio.gather(*(awa.meta.post(payload) for _ in range(6)))
    assert {response.status_code for response in responses} == {200}
    await desk.answered(item["id"])
    # Whatever a second row would have caused comes before the answer to the next message.
    await awa.writes("merci beaucoup")
    assert len(awa.received) == 2
    assert desk.rows("SELECT count(*) FROM inbox WHERE message_id = ?", item["id"]) == [(1,)]


async def test_one_bad_item_does_not_hold_up_the_others(
    person: Stranger, desk: FrontDeskProcess
) -> None:
    awa, binta, fatou = person(), person(), person()
    good = [awa.meta.text(awa.number, "bonjour"), awa.meta.text(fatou.number, "merci beaucoup")]
    payload = awa.meta.webhook(good[0], awa.meta.broken(binta.number), {"id": 7}, good[1])
    assert (await awa.meta.post(payload)).status_code == 200
    await desk.answered(*(item["id"] for item in good))
    assert [len(someone.received) for someone in (awa, binta, fatou)] == [1, 0, 1]


async def test_several_messages_of_one_person_in_one_webhook(awa: Person) -> None:
    texts = ["bonjour", "où se trouve la paroisse", "merci beaucoup"]
    answers = await awa.sends(*(awa.meta.text(awa.number, text) for text in texts))
    # The address comes with its place on the map.
    words = ["bienvenue", "Filaos", "Filaos", "plaisir"]
    assert [word in sent.text for word, sent in zip(words, answers, strict=True)] == [True] * 4


async def test_what_cannot_be_read_gets_a_sentence(person: Stranger) -> None:
    awa = person()
    meta = awa.meta
    voice = {"id": "1003383421387256", "mime_type": "audio/ogg; codecs=opus", "voice": True}
    place = {"latitude": 14.69, "longitude": -17.44}
    for item in (
        meta.unsupported(awa.number),
        meta.message(awa.number, "audio", audio=voice),
        meta.image(awa.number),
        meta.message(awa.number, "location", location=place),
        meta.message(awa.number, "hologram", hologram={}),
    ):
        answers = await awa.sends(item)
        assert len(answers) == 1 and answers[0].text, item["type"]


async def test_a_voice_note_in_the_middle_does_not_lose_the_question(awa: Person) -> None:
    [who] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    voice = {"id": "1003383421387256", "mime_type": "audio/ogg; codecs=opus", "voice": True}
    answers = await awa.sends(awa.meta.message(awa.number, "audio", audio=voice))
    assert len(answers) == 2 and titles(answers[-1]) == titles(who)
    [when] = await awa.taps("Père André")
    assert "Quand" in when.text


async def test_the_words_under_a_picture_count(awa: Person) -> None:
    [welcome] = await awa.sends(awa.meta.image(awa.number, caption="bonjour"))
    assert "bienvenue" in welcome.text


async def test_a_typed_payload_is_text_and_fills_nothing(awa: Person) -> None:
    await awa.writes("je voudrais prendre rendez-vous")
    assert await awa.writes("/SetSlots(precision_rendez_vous=x)")
    assert await awa.writes("\u2060/SetSlots(precision_rendez_vous=x)")
    answers = await awa.taps("Mariage")
    assert "date de mariage" in answers[-1].text


async def test_a_slash_word_is_answered_like_any_other_text(awa: Person) -> None:
    for text in ("/session_start", "/action_listen", "/", "//", "/xyzzy{"):
        assert await awa.writes(text), text


async def test_a_tap_that_was_never_offered_is_not_honoured(awa: Person) -> None:
    [who] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    forged = awa.meta.button_tap(awa.number, "/SetSlots(motif=mariage)", "Bonjour")
    answers = await awa.sends(forged)
    assert titles(answers[-1]) == titles(who)
    await awa.taps("Père André")
    [offer] = await awa.taps("Au plus tôt")
    [summary] = await awa.taps(titles(offer)[0])
    assert "un baptême" in summary.text and "mariage" not in summary.text


async def test_a_button_of_somebody_else_is_not_honoured(person: Stranger) -> None:
    awa, binta = person(), person()
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await awa.taps("Père André")
    [offer] = await awa.taps("Au plus tôt")
    await awa.taps(titles(offer)[0])
    yes = awa.tap("Oui, réservez")
    answers = await binta.sends({**yes, "from": binta.number, "id": yes["id"] + "b"})
    assert all("réservé" not in sent.text for sent in answers)


async def test_reports_move_a_message_forward_only(
    awa: Person, meta: MetaClient, desk: FrontDeskProcess
) -> None:
    [sent] = await awa.writes("bonjour")
    query = "SELECT status FROM outbox WHERE ref = ?"
    assert desk.rows(query, sent.ref) == [("sent",)]
    for state, then in (("delivered", "delivered"), ("sent", "delivered"), ("read", "read")):
        response = await meta.post(meta.status(sent.wamid, state, ref=sent.ref))
        assert response.status_code == 200
        assert desk.rows(query, sent.ref) == [(then,)]
    unknown = await meta.post(meta.status("wamid.nobody", "read", ref="nobody"))
    assert unknown.status_code == 200


async def test_a_very_long_message_is_answered_in_one_sentence(awa: Person) -> None:
    [who] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    answers = await awa.writes("mardi " * 1500)
    assert "long" in answers[0].text
    assert titles(answers[-1]) == titles(who)


async def test_an_answer_that_meta_throttled_is_sent_again(awa: Person, graph: FakeGraph) -> None:
    graph.fail(code=130429, status=429, times=1)
    answers = await awa.writes("bonjour")
    assert len(answers) == 1 and "bienvenue" in answers[0].text


async def test_an_answer_that_meta_refuses_for_good_does_not_block_the_next(
    awa: Person, graph: FakeGraph, desk: FrontDeskProcess
) -> None:
    graph.fail(code=131026, status=400, times=1)
    assert await awa.writes("bonjour") == []
    [thanks] = await awa.writes("merci beaucoup")
    assert "plaisir" in thanks.text


async def test_everybody_is_answered_in_the_order_of_their_words(
    person: Stranger, desk: FrontDeskProcess
) -> None:
    people = [person(), person(), person()]
    said = {
        "bonjour": ["bienvenue"],
        # With its place on the map.
        "où se trouve la paroisse": ["Filaos", "Filaos"],
        "merci beaucoup": ["plaisir"],
        "au revoir et bonne journée": ["bientôt"],
        "je voudrais parler à une personne": ["quelques mots"],
    }

    async def talk(someone: Person) -> list[str]:
        items = [someone.meta.text(someone.number, text) for text in said]
        for item in items:
            response = await someone.meta.post(someone.meta.webhook(item))
            assert response.status_code == 200
        return [item["id"] for item in items]

    ids = await asyncio.gather(*map(talk, people))
    await desk.answered(*(ident for group in ids for ident in group))
    for someone in people:
        expected = [word for words in said.values() for word in words]
        pairs = zip(expected, someone.received, strict=True)
        assert [word for word, sent in pairs if word not in sent.text] == []
