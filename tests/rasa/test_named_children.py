"""A parent whose code was given speaks of one child, then of the other: with the trained model."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from rasa.core.processor import MessageProcessor

from actions.house import current_house
from engine.components.launch import children_of_parent, scene_of
from engine.families.codes import conceal
from engine.families.demo import load_demo
from engine.storage.database import Database
from tests.rasa.roads import Heard, OurRoad

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

ROOT = Path(__file__).resolve().parents[2]
#: The families of data/demo; the first has Jean-Marie, and his sister Awa.
DIATTA = "K7MQ-4RTX"


@pytest.fixture
def parent(processor: MessageProcessor, database: Database) -> OurRoad:
    house = current_house()
    with house.database.transaction() as connection:
        load_demo(connection, ROOT, house.tenants, house.keyring, house.now())
    return OurRoad(
        processor,
        database,
        scene=scene_of(house.tenants),
        conceal=partial(conceal, house.keyring),
        children=children_of_parent(house.database, house.now),
    )


async def proven(parent: OurRoad) -> Heard:
    """Ask for news of the children, and give the code."""
    await parent.writes("je voudrais des nouvelles de mon enfant au catéchisme")
    heard = await parent.writes(DIATTA)
    assert heard.actions[-1] == "action_ask_enfant"
    return heard


async def test_the_same_of_the_other_child(parent: OurRoad) -> None:
    await proven(parent)
    await parent.writes("Awa")
    assert (await parent.writes("les absences")).actions == ("action_absences_enfant",)
    for text, name in [
        ("et Jean-Marie ?", "Jean-Marie"),
        ("et sa petite sœur ?", "Awa"),
        ("et le petit frère", "Jean-Marie"),
        ("et pour Awa", "Awa"),
    ]:
        heard = await parent.writes(text)
        assert heard.actions[-1] == "action_absences_enfant", heard.actions
        assert heard.texts[-1].startswith(f"{name}, absences"), heard.texts
        assert heard.stack == ()


@pytest.mark.parametrize("text", ["groupe", "son groupe", "les absences", "sa catéchiste"])
async def test_the_subject_may_come_before_the_child(parent: OurRoad, text: str) -> None:
    await proven(parent)
    heard = await parent.writes(text)
    assert heard.actions == ("action_ask_enfant",)
    assert heard.slots["sujet_enfant"] in ("groupe", "absences")
    heard = await parent.writes("Awa")
    assert heard.actions[-1] in ("action_groupe_enfant", "action_absences_enfant")
    assert heard.texts[-1].startswith("Awa")


@pytest.mark.parametrize("text", ["mauvais enfant", "c'est pas le bon enfant", "pas cet enfant"])
async def test_a_wrong_child_is_asked_for_again(parent: OurRoad, text: str) -> None:
    await proven(parent)
    await parent.writes("Awa")
    heard = await parent.writes("un certificat d'inscription")
    assert heard.actions[-1] == "action_ask_nom_juste"
    heard = await parent.writes(text)
    assert heard.actions == ("action_ask_enfant",)
    heard = await parent.writes("Jean-Marie")
    assert heard.actions[-1] == "action_ask_nom_juste"
    assert "Jean-Marie" in heard.texts[-1]


@pytest.mark.parametrize("text", ["pas Awa, Jean-Marie", "pas Awa", "non, l'autre"])
async def test_or_changed_at_once(parent: OurRoad, text: str) -> None:
    await proven(parent)
    await parent.writes("Awa")
    await parent.writes("un certificat d'inscription")
    heard = await parent.writes(text)
    assert heard.actions[-1] == "action_ask_nom_juste", heard.actions
    assert "Jean-Marie" in heard.texts[-1]


@pytest.mark.parametrize("text", ["mauvaise date", "c'est pas le bon jour", "pas cette séance"])
async def test_a_wrong_session_is_asked_for_again(parent: OurRoad, text: str) -> None:
    await proven(parent)
    await parent.writes("Awa")
    await parent.writes("je veux signaler une absence")
    await parent.writes("mercredi")
    heard = await parent.writes("elle est malade")
    assert heard.actions[-1] == "action_ask_absence_juste"
    assert (await parent.writes("pas encore")).actions == ("utter_rien_ne_presse",)
    heard = await parent.writes(text)
    assert heard.actions == ("action_ask_jour_absence",)
    assert heard.slots["raison_absence"] == "elle est malade"


@pytest.mark.parametrize("text", ["et pour son frère aussi", "et Jean-Marie ?", "son frère aussi"])
async def test_a_second_certificate_is_for_the_other_child(parent: OurRoad, text: str) -> None:
    await parent.writes("il me faut un certificat d'inscription")
    await parent.writes(DIATTA)
    await parent.writes("Awa")
    heard = await parent.writes("oui")
    assert heard.actions == ("action_delivrer_certificat",)
    heard = await parent.writes(text)
    assert heard.actions[-1] == "action_ask_nom_juste", heard.actions
    assert "Jean-Marie" in heard.texts[-1]


async def test_a_second_absence_is_of_the_other_child(parent: OurRoad) -> None:
    await parent.writes("je veux signaler une absence au caté")
    await parent.writes(DIATTA)
    await parent.writes("Awa")
    await parent.writes("mercredi")
    await parent.writes("elle est malade")
    heard = await parent.writes("oui")
    assert heard.actions[-1] == "utter_absence_notee"
    heard = await parent.writes("son frère aussi")
    assert heard.actions[-1] == "action_ask_jour_absence", heard.actions
    assert "Jean-Marie" in heard.texts[-1]
