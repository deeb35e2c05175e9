"""A free question through Rasa's action protocol: answer, proposals, or nothing."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.answering.actions import library_of
from actions.house import House
from engine.flows.source import read_file
from engine.knowledge.records import KnowledgeError
from engine.tenants import Tenants
from tests.actions.parishes import at, parish
from tests.engine.knowledge.chunks import FAQ, GUIDE, write_knowledge

ROOT = Path(__file__).resolve().parents[3]
RESPONSES: Any = read_file(ROOT / "domain" / "questions.yml", "questions.yml")["responses"]
BAPTISM = """\
faq:
  - id: papiers
    questions: [Quels papiers pour un baptême ?, Papiers du baptême ?, Dossier de baptême ?]
    answer: L’extrait de naissance.
    source: Guide
  - id: jours
    questions: [Quel jour les baptêmes ?, Date d’un baptême ?, Le baptême a lieu quand ?]
    answer: Le samedi.
    source: Guide
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    made = House(
        tenants=Tenants([parish(), parish(id="ecole", name="École")]),
        database_url="sqlite:///:memory:",
        now=lambda: at("2026-03-04T10:00"),
        root=tmp_path,
    )
    monkeypatch.setattr("actions.base.current_house", lambda: made)
    library_of.cache_clear()
    write_knowledge(tmp_path, faq__yml=FAQ, bapteme__yml=BAPTISM)
    write_knowledge(tmp_path, "ecole", guide__md=GUIDE)
    return made


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    made = ActionExecutor()
    made.register_package("actions.answering")
    return made


def ask(
    executor: ActionExecutor, text: str, sender: str = "paroisse:c1", **slots: str
) -> tuple[list[dict[str, Any]], str]:
    """Return what is said, and the slot that the flow branches on."""
    tracker = {"sender_id": sender, "slots": slots, "latest_message": {"text": text}}
    call = {"next_action": "action_repondre", "tracker": tracker, "domain": {}}
    done = asyncio.run(executor.run(call))
    assert done is not None
    written = {event["name"]: event["value"] for event in done["events"]}
    assert set(written) <= {"resultat_recherche", "sujet_dit"}
    return done["responses"], written["resultat_recherche"]


@pytest.mark.parametrize("text", ["où se garer ?", "Bonjour, je voudrais savoir où me garer svp"])
def test_a_sure_answer_is_said_with_its_source(
    house: House, executor: ActionExecutor, text: str
) -> None:
    (said,), result = ask(executor, text)
    assert result == "trouve"
    assert said["response"] == "utter_reponse_documents"
    assert (said["reponse"], said["source"]) == ("La cour a trente places.", "Secrétariat")


def test_a_subject_without_a_question_gives_proposals(
    house: House, executor: ActionExecutor
) -> None:
    (said,), result = ask(executor, "baptême")
    assert (result, said["response"]) == ("candidats", "utter_questions_proposees_2")
    assert {said["id_1"], said["id_2"]} == {"papiers", "jours"}
    assert len(said["titre_1"]) <= 24 and len(said["question_1"]) <= 72


def test_a_proposal_that_is_tapped_is_answered(house: House, executor: ActionExecutor) -> None:
    (said,), result = ask(executor, "/question_libre", question_choisie="jours")
    assert (result, said["reponse"]) == ("trouve", "Le samedi.")


@pytest.mark.parametrize("chosen", ["gone", "guide#les-temoins", "' or 1=1"])
def test_a_proposal_that_the_tenant_does_not_have_is_nothing(
    house: House, executor: ActionExecutor, chosen: str
) -> None:
    assert ask(executor, "/question_libre", question_choisie=chosen) == ([], "rien")


def test_what_the_documents_do_not_know_is_left_to_the_flow(
    house: House, executor: ActionExecutor
) -> None:
    assert ask(executor, "quel est le score du match") == ([], "rien")
    assert ask(executor, "bonjour") == ([], "rien")


@pytest.mark.parametrize("text", ["", "/question_libre", "/SetSlots(a=b)"])
def test_a_button_asks_nothing_by_itself(house: House, executor: ActionExecutor, text: str) -> None:
    assert ask(executor, text) == ([], "vide")
    (said,), result = ask(executor, text, question="où se garer")
    assert (result, said["reponse"]) == ("trouve", "La cour a trente places.")


def test_each_tenant_answers_from_its_own_documents(house: House, executor: ActionExecutor) -> None:
    assert ask(executor, "où se garer ?", "ecole:c1") == ([], "rien")
    (said,), _ = ask(executor, "qui sont les témoins du mariage", "ecole:c1")
    assert said["reponse"] == "Un ou deux témoins majeurs."
    with pytest.raises(KeyError):
        ask(executor, "où se garer ?", "gone:c1")


def test_documents_that_cannot_be_searched_fail_the_action(
    house: House, executor: ActionExecutor
) -> None:
    (house.root / "var").write_text("a file is in the way")
    with pytest.raises(KnowledgeError):
        ask(executor, "où se garer ?")


def test_every_brace_of_the_sentences_is_filled(house: House, executor: ActionExecutor) -> None:
    for text in ("où se garer ?", "baptême"):
        (said,), _ = ask(executor, text)
        (variation,) = RESPONSES[said["response"]]
        braces = set(re.findall(r"\{(\w+)\}", str(variation)))
        assert braces and all(said.get(name) for name in braces)


def test_there_is_a_sentence_for_every_number_of_proposals() -> None:
    for number in (1, 2, 3):
        (variation,) = RESPONSES[f"utter_questions_proposees_{number}"]
        payloads = [button["payload"] for button in variation["buttons"]]
        assert payloads[-1] == "/parler_a_une_personne"
        assert len(payloads) == number + 1
