"""What a person types or taps is one of our choices, or it is plain text."""

from __future__ import annotations

import pytest

from engine.delivery.choices import REMEMBERED, Offered, is_offered, resolve, settle
from engine.messages import Inbound, Kind, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import World, ask, message

DAYS = Offered(last=(("Mardi", "/mardi"), ("L'été prochain", "/ete"), ("Œuvre, 2", "/oeuvre")))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "/mardi"),
        ("2.", "/ete"),
        (" 3) ", "/oeuvre"),
        ("2️⃣", "/ete"),
        ("mardi", "/mardi"),
        ("  MARDI !! ", "/mardi"),
        ("l\u2019ete prochain", "/ete"),
        ("L ÉTÉ  PROCHAIN.", "/ete"),
        ("oeuvre 2", "/oeuvre"),
        ("0", None),
        ("4", None),
        ("12 personnes", None),
        ("mardi soir", None),
        ("…", None),
        ("", None),
    ],
)
def test_a_typed_answer(text: str, payload: str | None) -> None:
    assert resolve(text, DAYS) == payload


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("le premier", "/mardi"),
        ("Première proposition, s'il vous plaît", "/mardi"),
        ("la 2ème", "/ete"),
        ("le 2e svp", "/ete"),
        ("second", "/ete"),
        ("numéro 3", "/oeuvre"),
        ("n° 3", "/oeuvre"),
        ("option 2 merci", "/ete"),
        ("la dernière", "/oeuvre"),
        ("le quatrième", None),
        # These may be a day, or more than a choice.
        ("le 1er", None),
        ("le 2", None),
        ("le premier décembre", None),
        ("la dernière fois", None),
        ("premier", "/mardi"),
    ],
)
def test_a_place_told_in_words(text: str, payload: str | None) -> None:
    assert resolve(text, DAYS) == payload
    assert resolve(text, Offered()) is None


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("annulez-le", "/yes"),
        ("Annulez !", "/yes"),
        ("je le garde", "/no"),
        ("garde", None),
        ("oui", None),
        ("", None),
    ],
)
def test_what_follows_the_yes_of_a_title_names_it(text: str, payload: str | None) -> None:
    offered = Offered(last=(("Oui, annulez-le", "/yes"), ("Non, je le garde", "/no")))
    assert resolve(text, offered) == payload


@pytest.mark.parametrize("text", ["le premier", "la dernière", "le 2e", "option 1"])
def test_a_decision_is_not_taken_by_a_place_in_words(text: str) -> None:
    offered = Offered(
        last=(("Oui, réservez", "/yes"), ("Modifier", "/change"), ("Annuler", "/cancel"))
    )
    assert resolve(text, offered) is None
    assert resolve("1", offered) == "/yes"


def test_what_follows_two_of_them_names_neither() -> None:
    offered = Offered(last=(("Oui, continuez", "/yes"), ("Non, continuez", "/no")))
    assert resolve("continuez", offered) is None


def test_a_title_that_is_a_number_goes_before_the_place() -> None:
    offered = Offered(last=(("2", "/deux"), ("1", "/un")))
    assert resolve("1", offered) == "/un"


def test_an_older_choice_can_be_tapped_and_not_typed() -> None:
    later = DAYS.after([ask("Heure ?", ("9 h", "/neuf"))])
    assert is_offered("/mardi", later) and is_offered("/neuf", later)
    assert resolve("mardi", later) is None
    assert resolve("1", later) == "/neuf"


def test_an_answer_without_choices_closes_the_question() -> None:
    later = DAYS.after([Reply(text="Combien de personnes ?")])
    assert resolve("2", later) is None
    assert is_offered("/ete", later)


def test_a_turn_without_answer_keeps_the_question_open() -> None:
    assert DAYS.after([]) == DAYS


def test_numbers_point_into_the_last_list_of_a_turn() -> None:
    later = Offered().after([ask("A ?", ("a", "/a")), ask("B ?", ("b", "/b"))])
    assert resolve("1", later) == "/b"
    assert is_offered("/a", later)


def test_only_the_last_fifty_choices_are_remembered() -> None:
    offered = Offered()
    for number in range(60):
        offered = offered.after([ask("?", (f"t{number}", f"/p{number}"))])
    kept = [n for n in range(60) if is_offered(f"/p{n}", offered)]
    assert kept == list(range(60 - REMEMBERED, 60))


def test_what_is_offered_survives_its_row() -> None:
    later = DAYS.after([ask("Heure ?", ("9 h", "/neuf"))])
    assert Offered.from_json(later.to_json()) == later
    assert Offered.from_json({}) == Offered()


def test_a_forged_tap_is_plain_text() -> None:
    forged = message("Supprimer tout", kind=Kind.CHOICE, payload="/admin")
    seen = settle(forged, DAYS)
    assert (seen.kind, seen.payload, seen.text) == (Kind.TEXT, "", "Supprimer tout")


def test_a_forged_payload_cannot_hide_in_a_text_or_a_picture() -> None:
    for kind in (Kind.TEXT, Kind.IMAGE):
        assert settle(message("x", kind=kind, payload="/admin"), DAYS).payload == ""


def test_a_caption_is_not_a_choice() -> None:
    assert settle(message("1", kind=Kind.IMAGE), DAYS).kind is Kind.IMAGE


@pytest.mark.asyncio
async def test_the_conversation_remembers_what_it_offered(world: World) -> None:
    def answer(heard: Inbound) -> list[Reply]:
        return [ask("Quel jour ?", ("Mardi", "/mardi"), ("Jeudi", "/jeudi"))]

    world.brain.answer = answer
    await world.say("bonjour", "2")
    await world.desk.accept([message("Jeudi", id="tap", kind=Kind.CHOICE, payload="/jeudi")])
    await world.desk.settled()
    await world.desk.accept([message("Hop", id="forged", kind=Kind.CHOICE, payload="/admin")])
    await world.desk.settled()
    assert [(m.kind, m.payload) for m in world.brain.seen] == [
        (Kind.TEXT, ""),
        (Kind.CHOICE, "/jeudi"),
        (Kind.CHOICE, "/jeudi"),
        (Kind.TEXT, ""),
    ]
    # The log keeps what the person really typed.
    assert "2" in world.rows(tables.messages, "text")


@pytest.mark.asyncio
async def test_choices_of_one_person_are_not_those_of_another(world: World) -> None:
    world.brain.answer = lambda m: [ask("Quel jour ?", ("Mardi", "/mardi"))]
    await world.say("bonjour")
    await world.say("1", who="221770000002")
    assert [m.kind for m in world.brain.seen] == [Kind.TEXT, Kind.TEXT]
