"""What people at the office see: the board in its order, and a conversation whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.delivery.contracts import Attempt, ConversationKey, Outcome
from engine.handoff import reading
from engine.handoff.tickets import HandoffError
from engine.messages import Kind, Location, Reply
from tests.engine.delivery.fakes import World, message
from tests.engine.handoff.office import AWA, MOUSSA, Office

pytestmark = pytest.mark.asyncio

FATOU, HELENE = "221770000003", "221770000004"


def board(office: Office) -> list[dict[str, Any]]:
    with office.world.database.reading() as connection:
        return reading.board(connection, now=office.world.clock.now())


def whole(office: Office, number: int) -> dict[str, Any]:
    with office.world.database.reading() as connection:
        return reading.whole(connection, number)


def conversation(office: Office, key: ConversationKey) -> list[dict[str, Any]]:
    with office.world.database.reading() as connection:
        return reading.conversation(connection, key)


async def test_what_presses_most_comes_first(world: World) -> None:
    office = Office(world)
    for who, reason, priority in (
        (AWA, "un renseignement", "normal"),
        (MOUSSA, "une plainte", "high"),
        (FATOU, "un malade", "urgent"),
        (HELENE, "un autre", "normal"),
    ):
        office.effect("handoff.open", await office.knows(who), reason=reason, priority=priority)
    [plain, _, _, _] = office.tickets("id")
    office.act(office.handoff.take, plain)
    shown = [(card["reason"], card["status"]) for card in board(office)]
    assert shown == [
        ("un malade", "waiting"),
        ("une plainte", "waiting"),
        ("un autre", "waiting"),
        ("un renseignement", "taken"),
    ]


async def test_a_card_tells_who_and_what_was_said_last(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    await world.say("et " * 200)
    [card] = board(office)
    assert card["phone"] == AWA and card["name"] == ""
    # The notice to somebody who waits is the last word.
    assert card["last"]["direction"] == "out" and len(card["last"]["text"]) <= 120


async def test_a_person_whom_nobody_answered_is_not_forgotten(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key, "m1", reason="oubliée")
    office.effect("handoff.return", key)
    assert [card["reason"] for card in board(office)] == ["oubliée"]
    # Whoever asks again stands there once.
    office.effect("handoff.open", key, "m2", reason="encore")
    assert [card["reason"] for card in board(office)] == ["encore"]
    [_, number] = office.tickets("id")
    office.act(office.handoff.close, number)
    assert board(office) == []


async def test_a_missed_person_is_let_go_after_a_week(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    office.effect("handoff.return", key)
    world.clock.jump(6 * 24 * 3600)
    assert len(board(office)) == 1
    world.clock.jump(2 * 24 * 3600)
    assert board(office) == []


async def test_a_ticket_with_all_notes_of_its_person(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key, "m1", slots={"motif": "bapteme"}, summary="s")
    [first] = office.tickets("id")
    office.act(office.handoff.note, first, text="la première fois")
    office.act(office.handoff.close, first)
    office.effect("handoff.open", key, "m2")
    office.effect("handoff.open", await office.knows(MOUSSA), "m3")
    [_, second, other] = office.tickets("id")
    office.act(office.handoff.note, other, text="d'un autre")
    shown = whole(office, second)
    assert [note["text"] for note in shown["notes"]] == ["la première fois"]
    assert (whole(office, first)["slots"], whole(office, first)["closed_by"]) == (
        {"motif": "bapteme"},
        "agent",
    )
    with pytest.raises(HandoffError):
        whole(office, 4711)


async def test_a_conversation_says_who_wrote_what_and_how_far_it_came(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    world.provider.answers = [Attempt(outcome=Outcome.FINAL, code="131026")]
    await world.desk.post(key, [Reply(text="refusé", source="agent:Sœur Marie")])
    await world.desk.settled()
    office.effect("handoff.open", key)
    place = replace(
        message("", id="p1", kind=Kind.LOCATION),
        location=Location(latitude=14.7, longitude=-17.4),
    )
    await world.desk.accept([place])
    await world.desk.settled()
    shown = conversation(office, key)
    assert [(item["author"], item["agent"], item["state"]) for item in shown[:3]] == [
        ("person", "", ""),
        ("assistant", "", "sent"),
        ("agent", "Sœur Marie", "failed"),
    ]
    assert shown[2]["error"] == "131026"
    assert shown[3]["place"] == {"latitude": 14.7, "longitude": -17.4, "name": "", "address": ""}


async def test_what_never_left_is_shown_as_such(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.take, number)
    await world.desk.post(key, [Reply(text="trop tard")], "bot")
    await world.desk.settled()
    last = conversation(office, key)[-1]
    assert (last["text"], last["state"]) == ("trop tard", "withheld")
    assert world.provider.taken == ["re: bonjour"]


async def test_nobody_sees_the_conversation_of_another(world: World) -> None:
    office = Office(world)
    awa, moussa = await office.knows(AWA, "ici Awa"), await office.knows(MOUSSA, "ici Moussa")
    assert {item["text"] for item in conversation(office, awa)} == {"ici Awa", "re: ici Awa"}
    strange = ConversationKey(tenant="ecole", contact=moussa.contact)
    assert conversation(office, strange) == []
