"""Which sacrament is meant, and its sheet; what the documents know exactly comes from them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.answer import Outcome
from actions.answering.actions import library_of
from actions.base import Turn
from actions.house import House
from actions.information import documents
from actions.information.actions import ActionHorairesMesse, ActionTarifs
from actions.information.sacraments import (
    answer_sacrament,
    ask_sacrament,
    check_sacrament,
    look_for_sacrament,
)
from engine.knowledge.records import KnowledgeError
from engine.tenants import Tenants, load_tenants
from tests.actions.parishes import at, parish

ROOT = Path(__file__).resolve().parents[3]
PARISH = load_tenants(ROOT)["paroisse"]


class Tracker:
    """As much of Rasa's tracker as an action reads."""

    def __init__(self, text: str, slots: dict[str, Any]) -> None:
        self.sender_id = "paroisse:c1"
        self.slots = slots
        self.latest_message = {"text": text}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project folder with the parish's documents and an index of its own."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "data").symlink_to(ROOT / "data")
    return folder


@pytest.fixture
def turn(root: Path) -> Iterator[Any]:
    def made(text: str = "", tenant: Any = PARISH, **slots: Any) -> Turn:
        house = House(
            tenants=Tenants([tenant]),
            database_url="sqlite://",
            now=lambda: at("2026-11-24T10:00"),
            root=root,
        )
        return Turn(house=house, tracker=Tracker(text, slots))

    yield made
    library_of.cache_clear()


def found(turn: Turn) -> Outcome:
    return asyncio.run(look_for_sacrament(turn))


@pytest.mark.parametrize(
    ("text", "slot", "expected"),
    [
        ("que faut-il pour un baptême ?", "bapteme", "bapteme"),
        ("papier baptem svp", None, "bapteme"),
        ("nous voulons nous marier à l'église", "mariage", "mariage"),
        ("la première communion de ma fille", "premiere_communion", "premiere_communion"),
        ("les papiers svp", None, None),
        ("/sacrements", None, None),
        ('/sacrements{"sacrement": "malades"}', "malades", "malades"),
        # Two of them: asked which.
        ("les papiers du baptême et du mariage", None, None),
        # The entity of a sacrament that the parish says nothing about.
        ("les conditions", "ordination", None),
    ],
)
def test_what_is_meant(turn: Any, text: str, slot: str | None, expected: str | None) -> None:
    outcome = found(turn(text, sacrement_demande=slot))
    assert outcome.answers == ()
    assert outcome.slots == {"etat_sacrement": "a_dire", "sacrement_demande": expected}


def test_the_purpose_of_the_appointment_is_meant_where_nothing_is_named(turn: Any) -> None:
    def meant(text: str, purpose: str) -> object:
        return found(turn(text, motif=purpose)).slots["sacrement_demande"]

    assert meant("quels papiers ?", "bapteme") == "bapteme"
    assert meant("et pour un mariage ?", "bapteme") == "mariage"
    assert meant("quels papiers ?", "autre") is None


def test_an_exact_question_is_answered_by_the_documents_with_the_sheet_below(turn: Any) -> None:
    outcome = found(turn("peut-on se marier à l'église avec un musulman ?", sacrement_demande=None))
    assert outcome.slots["etat_sacrement"] == "repondu"
    (answer,) = outcome.answers
    assert "dispense" in answer.values["reponse"] and answer.values["source"] == "Guide du mariage"
    assert [choice.payload for choice in answer.choices] == ['/sacrements{"sacrement": "mariage"}']


def test_documents_that_cannot_be_searched_leave_the_sheet(
    turn: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def ask(self, *_: object) -> None:
            raise KnowledgeError("no index")

    monkeypatch.setattr(documents, "library_of", lambda _: Broken())
    outcome = found(turn("comment se marier avec un musulman ?", sacrement_demande="mariage"))
    assert outcome.slots == {"etat_sacrement": "a_dire", "sacrement_demande": "mariage"}
    assert "cannot be searched" in caplog.text


def test_a_parish_that_says_nothing_about_sacraments(turn: Any) -> None:
    outcome = found(turn("un baptême", tenant=parish(), sacrement_demande="bapteme"))
    assert outcome.slots == {"etat_sacrement": "inconnu", "sacrement_demande": None}


def test_the_choice_is_offered_and_understood(turn: Any) -> None:
    asked = ask_sacrament(PARISH)
    assert [choice.payload for choice in asked.choices][:2] == [
        "/SetSlots(sacrement_demande=bapteme)",
        "/SetSlots(sacrement_demande=premiere_communion)",
    ]
    for said, meant in (("bapteme", "bapteme"), ("le maryage", "mariage"), ("onction", "malades")):
        outcome = check_sacrament(turn(sacrement_demande=said))
        assert (outcome.slots, outcome.answers) == ({"sacrement_demande": meant}, ())
    for said in ("je ne sais pas", "baptême ou mariage", ""):
        outcome = check_sacrament(turn(sacrement_demande=said))
        assert outcome.slots == {"sacrement_demande": None}
        assert [answer.response for answer in outcome.answers] == ["utter_sacrement_non_reconnu"]


def test_the_sheet() -> None:
    answer = answer_sacrament(PARISH, "bapteme")
    assert answer.response == "utter_sacrement"
    assert answer.values["sacrement"] == "Le baptême"
    assert len(answer.values["etapes"].splitlines()) == 3
    assert answer.values["rendez_vous"] == '/prendre_rendez_vous{"motif": "bapteme"}'
    # Without papers to bring, the sentence leaves them out.
    assert answer_sacrament(PARISH, "reconciliation").values["papiers"] == ""
    with pytest.raises(LookupError, match="ordination"):
        answer_sacrament(PARISH, "ordination")


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("combien coûte une messe", "utter_tarifs"),
        ("combien coûte l'uniforme", "utter_reponse_documents"),
        # Known to the documents, but not what it costs.
        ("c'est combien pour bénir une maison", "utter_tarifs_tous"),
        ("les tarifs", "utter_tarifs_tous"),
        ("/tarifs", "utter_tarifs_tous"),
    ],
)
def test_fees_come_from_the_file_then_from_the_documents(
    turn: Any, text: str, response: str
) -> None:
    outcome = asyncio.run(ActionTarifs().answer(turn(text)))
    assert [answer.response for answer in outcome.answers] == [response]


@pytest.mark.parametrize(
    ("text", "motif", "chosen"),
    [
        ("quels papiers ?", "bapteme", "bapteme"),
        ("quels papiers pour un mariage ?", "bapteme", "mariage"),
        ("quels papiers ?", "certificat", None),
        # Who asks for all of them is offered all of them.
        ("les sacrements", "bapteme", None),
        ("/sacrements", "bapteme", None),
    ],
)
def test_a_request_that_is_open_says_which_sacrament(
    turn: Any, text: str, motif: str, chosen: str | None
) -> None:
    outcome = asyncio.run(look_for_sacrament(turn(text, motif=motif)))
    assert outcome.slots["sacrement_demande"] == chosen


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("est-ce qu'un protestant peut communier", "utter_sacrement_incertain"),
        ("faut-il un drone pour le mariage", "utter_sacrement_incertain"),
        # The documents know it.
        ("peut-on se marier à l'église avec un musulman", "utter_reponse_documents"),
    ],
)
def test_a_sheet_does_not_answer_whether_something_may_be(
    turn: Any, text: str, response: str
) -> None:
    outcome = asyncio.run(look_for_sacrament(turn(text)))
    assert [answer.response for answer in outcome.answers] == [response]
    assert outcome.slots["etat_sacrement"] == "repondu"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("est ce que vous faites des messes pour les défunts", "utter_reponse_documents"),
        ("une messe pour les enfants", "utter_reponse_documents"),
        ("messe dimanche", "utter_horaires_messe_semaine"),
        ("messe pour les martiens", "utter_horaires_messe_semaine"),
    ],
)
def test_a_mass_for_somebody_is_no_question_of_hours(turn: Any, text: str, response: str) -> None:
    outcome = asyncio.run(ActionHorairesMesse().answer(turn(text)))
    assert [answer.response for answer in outcome.answers] == [response]
