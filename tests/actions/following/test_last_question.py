"""What goes on about the last question: a day, a purpose, a counter; and what asks for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.answering.actions import ActionRepondre
from actions.base import Turn
from actions.following.actions import ActionProposerJour, ActionSuite
from actions.following.last_question import last_question, only_goes_on
from actions.house import House
from actions.information.actions import (
    ActionFetes,
    ActionHorairesBureau,
    ActionHorairesMesse,
    ActionTarifs,
)
from engine.components.french_entities import entities_of
from engine.french import clock
from engine.tenants import Tenants, load_tenants
from tests.actions.parishes import at

ROOT = Path(__file__).resolve().parents[3]
PARISH = load_tenants(ROOT)["paroisse"]
# A Saturday.
NOW = at("2026-11-28T10:00")


class Talk:
    """A conversation with the actions alone: what they write is there at the next message."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.now = NOW
        self.slots: dict[str, Any] = {"sujet_minutes": 15.0}

    def turn(self, text: str) -> Turn:
        with clock.spoken(self.now):
            found = entities_of(text)
        house = House(
            tenants=Tenants([PARISH]),
            database_url="sqlite://",
            now=lambda: self.now,
            root=self._root,
        )
        return Turn(house=house, tracker=_Tracker(text, self.slots, found))

    def say(self, action: Any, text: str, topic: str = "", **slots: Any) -> Any:
        """Run ``action`` as the flow of ``topic`` does; return what is said."""
        self.slots |= slots
        outcome = asyncio.run(action.answer(self.turn(text)))
        self.slots |= dict(outcome.slots)
        if topic:
            self.slots |= {"sujet": topic, "suite": None}
        return next(iter(outcome.answers), None)

    def suite(self, text: str) -> dict[str, Any]:
        """Return what the flows branch on, and the slots of the topic that are filled."""
        outcome = asyncio.run(ActionSuite().answer(self.turn(text)))
        self.slots |= dict(outcome.slots)
        return {name: value for name, value in outcome.slots.items() if value is not None}


class _Tracker:
    def __init__(self, text: str, slots: dict[str, Any], entities: list[dict[str, Any]]) -> None:
        self.sender_id = "paroisse:c1"
        self.slots = dict(slots)
        self.latest_message = {"text": text, "entities": entities}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "data").symlink_to(ROOT / "data")
    return folder


@pytest.fixture
def talk(root: Path) -> Iterator[Talk]:
    yield Talk(root)


def after_masses(talk: Talk, text: str = "messe dimanche", when: str = "2026-11-29") -> None:
    talk.say(ActionHorairesMesse(), text, "messes", quand_messe=when)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("et lundi ?", "2026-11-30"),
        ("et le dimanche ?", "2026-11-29"),
        ("et dimanche prochain ?", "2026-11-29|2026-12-06"),
        ("lundi", "2026-11-30"),
        ("et pour le 8 décembre alors ?", "2026-12-08"),
        # An hour alone is one of the day that was asked for.
        ("et le soir ?", "2026-11-29T17:00/22:00"),
        ("é le soir ?", "2026-11-29T17:00/22:00"),
    ],
)
def test_a_day_asks_for_the_same_masses_again(talk: Talk, text: str, day: str) -> None:
    after_masses(talk)
    assert talk.suite(text) == {"suite": "messes", "quand_messe": day}


def test_the_language_of_the_first_question_still_counts(talk: Talk) -> None:
    after_masses(talk, "messe en wolof dimanche")
    assert talk.suite("et mercredi ?")["quand_messe"] == "2026-12-02"
    said = talk.say(ActionHorairesMesse(), "et mercredi ?", "messes")
    assert said.values["messes"] == "• 18h30, en wolof, à la chapelle"
    assert talk.suite("et à la chapelle ?") == {"suite": "messes", "quand_messe": "2026-12-02"}


def test_a_place_asks_for_the_same_day_there(talk: Talk) -> None:
    after_masses(talk, "messe mardi", "2026-12-01")
    assert talk.suite("et à la chapelle ?") == {"suite": "messes", "quand_messe": "2026-12-01"}
    said = talk.say(ActionHorairesMesse(), "et à la chapelle ?", "messes")
    assert said.values["messes"] == "• 18h30, en français, à la chapelle"


def test_another_counter_and_another_day_of_it(talk: Talk) -> None:
    talk.say(ActionHorairesBureau(), "le secrétariat mardi", "bureau", quand_bureau="2026-12-01")
    assert talk.suite("et l'économat ?") == {"suite": "bureau", "quand_bureau": "2026-12-01"}
    said = talk.say(ActionHorairesBureau(), "et l'économat ?", "bureau")
    assert said.values["bureau"] == "L’économat de l’école"
    assert talk.suite("et jeudi ?")["quand_bureau"] == "2026-12-03"
    said = talk.say(ActionHorairesBureau(), "et jeudi ?", "bureau")
    assert said.values["bureau"] == "L’économat de l’école"


def test_a_purpose_asks_for_another_price_or_another_sheet(talk: Talk) -> None:
    talk.say(ActionTarifs(), "c'est combien un mariage", "tarifs")
    assert talk.suite("et un baptême ?") == {"suite": "tarifs"}
    talk.slots["sujet"] = "sacrements"
    assert talk.suite("et pour un mariage ?") == {
        "suite": "sacrements",
        "sacrement_demande": "mariage",
    }


def test_the_price_and_the_hour_of_what_was_answered(talk: Talk) -> None:
    talk.say(ActionRepondre(), "c'est quoi la Légion de Marie", "documents")
    said = talk.say(ActionFetes(), "c'est quand ?", "documents")
    assert "le mercredi à 17 h" in said.values["reponse"]
    talk.say(ActionRepondre(), "popenguine", "documents")
    said = talk.say(ActionTarifs(), "combien ça coûte ?", "tarifs")
    assert said.values["tarifs"].startswith("• Car pour Popenguine")
    talk.say(ActionRepondre(), "popenguine", "documents")
    said = talk.say(ActionRepondre(), "et pour un élève ?", "documents")
    assert "2 500 pour les élèves" in said.values["reponse"]


def test_a_price_that_nobody_wrote_is_said_to_be_unknown(talk: Talk) -> None:
    talk.say(ActionRepondre(), "la chorale", "documents")
    said = talk.say(ActionTarifs(), "c'est combien ?", "tarifs")
    assert said.response == "utter_tarif_inconnu"
    # Who asks for all of them is told all of them, by words or by the button.
    for text in ("les tarifs", "/tarifs"):
        said = talk.say(ActionTarifs(), text, "tarifs")
        assert said.response == "utter_tarifs_tous"


def test_what_does_not_go_with_it_is_no_answer(talk: Talk) -> None:
    talk.say(ActionRepondre(), "c'est quoi la Légion de Marie", "documents")
    said = talk.say(ActionRepondre(), "et la piscine ?")
    assert said is None or said.response != "utter_reponse_documents"


@pytest.mark.parametrize(
    "text",
    [
        "et le parking dimanche ?",
        "où se garer dimanche",
        "et combien coûte une messe lundi ?",
        "je viendrai lundi avec mes enfants et ma belle-mère",
        "et un baptême ?",
        "bonjour",
        "",
    ],
)
def test_what_asks_for_itself_or_for_nothing_goes_on_about_nothing(talk: Talk, text: str) -> None:
    after_masses(talk)
    assert talk.suite(text) == {}


def test_a_question_is_forgotten_after_a_while(talk: Talk) -> None:
    after_masses(talk)
    talk.now = NOW + timedelta(minutes=15)
    assert talk.suite("et lundi ?")["suite"] == "messes"
    talk.now = NOW + timedelta(minutes=15, seconds=1)
    assert talk.suite("et lundi ?") == {"suite": "jour"}
    talk.slots["sujet_minutes"] = 60.0
    assert talk.suite("et lundi ?")["suite"] == "messes"


def test_a_day_of_nothing_is_asked_about(talk: Talk) -> None:
    assert talk.suite("et mardi ?") == {"suite": "jour"}
    said = asyncio.run(ActionProposerJour().answer(talk.turn("et mardi ?")))
    assert said.values == {"jour_lu": "mardi 1er décembre"}
    assert [choice.payload for choice in said.choices] == [
        '/horaires_messe{"quand": "2026-12-01"}',
        '/horaires_bureau{"quand": "2026-12-01"}',
        '/confessions{"quand": "2026-12-01"}',
    ]
    # An hour of no day is nothing to ask about.
    assert talk.suite("15h") == {}


@given(
    told=st.one_of(
        st.none(),
        st.text(max_size=5),
        st.dictionaries(st.sampled_from(["heure", "question", "quand"]), st.text(max_size=30)),
        st.fixed_dictionaries({"heure": st.datetimes().map(datetime.isoformat)}),
    ),
    minutes=st.one_of(st.none(), st.floats(), st.text(max_size=3)),
)
def test_whatever_stands_in_the_slots_is_read(told: Any, minutes: Any) -> None:
    talk = Talk(ROOT)
    talk.slots = {"sujet": "messes", "sujet_dit": told, "sujet_minutes": minutes}
    assert last_question(talk.turn("et lundi ?")).topic in ("", "messes")


@given(st.text(max_size=80))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(only_goes_on(text), bool)
