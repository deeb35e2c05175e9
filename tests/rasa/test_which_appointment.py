"""Which of several appointments is meant, in the person's words, through the trained model."""

from __future__ import annotations

import pytest

from tests.rasa.roads import Heard, OurRoad

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]


async def book(ours: OurRoad, words: str) -> None:
    """Take the first appointment that is free."""
    if (await ours.writes(words)).actions[-1] == "utter_ask_precision_rendez_vous":
        await ours.writes("pas encore")
    await ours.taps("/SetSlots(creneau=au_plus_tot)")
    await ours.writes("le premier")
    assert (await ours.writes("oui")).actions[0] == "action_reserver_rendez_vous"


async def three(ours: OurRoad, wish: str) -> Heard:
    """Have three appointments, two of them with the same priest, and ask for one of them."""
    for words in ("rdv baptême père joseph", "rdv mariage père andré", "rdv baptême père andré"):
        await book(ours, words)
    heard = await ours.writes(wish)
    assert heard.actions == ("action_trouver_rendez_vous", "action_ask_rendez_vous")
    assert len(heard.replies[-1][1]) == 3
    return heard


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("celui du mariage", "pour un mariage"),
        ("celui avec le père joseph", "le père Joseph"),
        ("celui du baptême avec le curé", "le père André, pour un baptême"),
    ],
)
async def test_one_is_told_by_its_purpose_and_its_person(
    ours: OurRoad, text: str, meant: str
) -> None:
    await three(ours, "je veux annuler mon rendez-vous")
    heard = await ours.writes(text)
    assert heard.actions == ("validate_rendez_vous", "utter_ask_confirmation_annulation")
    assert meant in heard.texts[-1]


@pytest.mark.parametrize("text", ["2", "le deuxième", "le second rendez-vous", "la deuxième svp"])
async def test_one_is_told_by_its_place_among_those_that_remain(ours: OurRoad, text: str) -> None:
    await three(ours, "je veux annuler mon rendez-vous")
    heard = await ours.writes("celui avec le curé")
    assert heard.actions == ("validate_rendez_vous", "action_ask_rendez_vous")
    offered = heard.replies[-1][1]
    assert len(offered) == 2
    heard = await ours.writes(text)
    assert heard.actions[-1] == "utter_ask_confirmation_annulation"
    assert offered[1][1] == f"/SetSlots(rendez_vous={heard.slots['rendez_vous']})"


@pytest.mark.parametrize("text", ["pas celui-là", "c'est pas le bon rendez-vous", "mauvaise date"])
async def test_a_wrong_one_is_asked_for_again(ours: OurRoad, text: str) -> None:
    await three(ours, "je veux annuler mon rendez-vous")
    await ours.writes("celui du mariage")
    assert (await ours.writes("pas encore")).actions == ("utter_rien_ne_presse",)
    heard = await ours.writes(text)
    assert heard.actions == ("action_trouver_rendez_vous", "action_ask_rendez_vous")
    assert len(heard.replies[-1][1]) == 3


async def test_what_tells_the_appointment_is_not_yet_what_shall_be_of_it(ours: OurRoad) -> None:
    await three(ours, "je veux déplacer mon rendez-vous")
    heard = await ours.writes("celui du père andré")
    assert heard.actions == ("validate_rendez_vous", "action_ask_rendez_vous")
    assert "avec_qui" not in heard.slots
    heard = await ours.writes("celui du baptême")
    assert heard.actions[-1] == "action_ask_creneau"
    assert heard.slots["avec_qui"] == "pere_andre" and "creneau" not in heard.slots


async def test_another_request_uses_the_same_words_for_itself(ours: OurRoad) -> None:
    await book(ours, "rdv baptême père joseph")
    await book(ours, "rdv baptême père andré")
    await ours.writes("je veux annuler mon rendez-vous")
    heard = await ours.writes("je voudrais prendre un rendez-vous pour un mariage")
    assert heard.slots["motif"] == "mariage"
