"""The house speaks in the words of the project, with what the tenant's file says."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.delivery.contracts import ConversationKey
from engine.delivery.gate import SPOKEN_HERE
from engine.flows.project import Project, load_project
from engine.messages import Choice
from engine.serving.texts import HouseTexts
from engine.tenants import Tenants, load_tenants

ROOT = Path(__file__).resolve().parents[3]
KEY = ConversationKey(tenant="paroisse", contact="c1")
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def tenants() -> Tenants:
    return load_tenants(ROOT)


def written(folder: Path, domain: str) -> Project:
    (folder / "domain.yml").write_text(textwrap.dedent(domain))
    return load_project(folder)


@pytest.mark.parametrize("name", [*SPOKEN_HERE, "utter_retour_assistant"])
def test_the_project_has_every_sentence_that_the_house_says(tenants: Tenants, name: str) -> None:
    project = load_project(ROOT)
    reply = HouseTexts(tenants, lambda: project).reply(name, KEY, NOW)
    assert reply is not None and reply.text and reply.source == name
    assert "{" not in reply.text


def test_the_hours_are_those_of_the_office(tenants: Tenants) -> None:
    project = load_project(ROOT)
    reply = HouseTexts(tenants, lambda: project).reply("utter_horaires_accueil", KEY, NOW)
    assert reply is not None
    lines = reply.text.splitlines()
    assert "• lundi : fermé" in lines
    assert "• du mardi au jeudi : de 9h à 12h30 et de 15h30 à 18h30" in lines
    assert tenants["paroisse"].phone in reply.text


def test_placeholders_and_buttons(tenants: Tenants, tmp_path: Path) -> None:
    project = written(
        tmp_path,
        """
        responses:
          utter_x:
            - text: "{nom_paroisse}, {telephone}, {telephone_urgence}, {courriel} : {inconnu}."
              buttons:
                - {title: Oui, payload: /affirmer}
        """,
    )
    parish = tenants["paroisse"]
    reply = HouseTexts(tenants, lambda: project).reply("utter_x", KEY, NOW)
    assert reply is not None
    assert parish.phone != "+221 77 000 00 00"
    assert reply.text == f"{parish.name}, {parish.phone}, +221 77 000 00 00, {parish.email} : ."
    assert reply.choices == (Choice(title="Oui", payload="/affirmer"),)


def test_each_wording_is_said_sooner_or_later(tenants: Tenants, tmp_path: Path) -> None:
    project = written(tmp_path, "responses: {utter_x: [{text: un}, {text: deux}]}")
    texts = HouseTexts(tenants, lambda: project)
    said = [texts.reply("utter_x", KEY, NOW) for _ in range(64)]
    assert {reply.text for reply in said if reply} == {"un", "deux"}


def test_what_nobody_wrote_is_not_said(tenants: Tenants, tmp_path: Path) -> None:
    project = written(tmp_path, "responses: {utter_x: [{text: un}]}")
    texts = HouseTexts(tenants, lambda: project)
    assert texts.reply("utter_y", KEY, NOW) is None
    assert texts.reply("utter_x", ConversationKey(tenant="gone", contact="c1"), NOW) is None


def test_a_changed_sentence_is_said_from_then_on(tenants: Tenants, tmp_path: Path) -> None:
    project = [written(tmp_path, "responses: {utter_x: [{text: avant}]}")]
    texts = HouseTexts(tenants, lambda: project[0])
    project[0] = written(tmp_path, "responses: {utter_x: [{text: après}]}")
    reply = texts.reply("utter_x", KEY, NOW)
    assert reply is not None and reply.text == "après"
