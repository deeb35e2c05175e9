"""How the name of a response becomes a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.components.nlg import FlowNLG
from engine.flows.normaliser import STACK_SLOT

pytestmark = pytest.mark.rasa

DOMAIN = """
version: "3.1"
slots:
  nom: {type: text, mappings: [{type: custom}]}
  motif: {type: text, mappings: [{type: custom}]}
responses:
  utter_nom:
    - text: "Bonjour {nom}."
  utter_jinja:
    - text: "{{ slots.nom }} et {{ context.jour }}, {motif}{% if slots.motif %} !{% endif %}"
  utter_choix:
    - text: Par défaut
    - text: Pour un baptême
      condition: [{type: slot, name: motif, value: bapteme}]
  utter_canal:
    - text: Partout
    - text: Au téléphone
      channel: telephone
  utter_boutons:
    - text: Lequel ?
      buttons:
        - {title: "{nom}", payload: "/SetSlots(nom={nom})"}
  utter_liste:
    - text: "{valeur}"
  utter_refus:
    - text: "{value} ne va pas."
"""


@pytest.fixture
def nlg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlowNLG:
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (tmp_path / "flows").mkdir()
    monkeypatch.setenv("ACCUEIL_PROJECT", str(tmp_path))
    return FlowNLG()


def text_of(
    nlg: FlowNLG, name: str, slots: dict[str, Any], channel: str = "meta", **extra: Any
) -> str | None:
    answer = nlg.answer(name, slots, channel, extra)
    return None if answer is None else answer["text"]


def in_context(**context: Any) -> dict[str, Any]:
    frames = [{"id": "1", "flow": "pattern_x", "context": context}]
    return {STACK_SLOT: {"v": 1, "frames": frames}}


def test_a_slot_stands_in_braces(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_nom", {"nom": "Awa"}) == "Bonjour Awa."


@pytest.mark.parametrize("slots", [{"nom": None}, {}])
def test_what_is_empty_renders_as_nothing(nlg: FlowNLG, slots: dict[str, Any]) -> None:
    assert text_of(nlg, "utter_nom", slots) == "Bonjour ."


def test_both_kinds_of_braces_in_one_text(nlg: FlowNLG) -> None:
    slots = {"nom": "Awa", "motif": "baptême", **in_context(jour="mardi")}
    assert text_of(nlg, "utter_jinja", slots) == "Awa et mardi, baptême !"
    assert text_of(nlg, "utter_jinja", {"nom": "Awa", "motif": None}) == "Awa et ,"


@pytest.mark.parametrize("name", ["{motif}", "{{ slots.motif }}", "{% raw %}", "{"])
def test_a_person_s_own_braces_are_shown_as_typed(nlg: FlowNLG, name: str) -> None:
    slots = {"nom": name, "motif": "secret"}
    assert text_of(nlg, "utter_nom", slots) == f"Bonjour {name}."
    said = text_of(nlg, "utter_jinja", slots)
    assert said is not None and said.startswith(f"{name} et")


def test_the_variation_whose_condition_holds_is_taken(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_choix", {"motif": "bapteme"}) == "Pour un baptême"
    assert text_of(nlg, "utter_choix", {"motif": "mariage"}) == "Par défaut"


def test_the_variation_of_the_channel_is_taken(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_canal", {}, channel="telephone") == "Au téléphone"
    assert text_of(nlg, "utter_canal", {}, channel="meta") == "Partout"


def test_buttons_are_filled_in_too(nlg: FlowNLG) -> None:
    answer = nlg.answer("utter_boutons", {"nom": "Awa"}, "meta", {})
    assert answer is not None
    assert answer["buttons"] == [{"title": "Awa", "payload": "/SetSlots(nom=Awa)"}]
    # The next person does not get the first one's name.
    answer = nlg.answer("utter_boutons", {"nom": "Binta"}, "meta", {})
    assert answer is not None and answer["buttons"][0]["title"] == "Binta"


def test_an_action_passes_values_of_its_own(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_liste", {}, valeur="10 h\n12 h") == "10 h\n12 h"
    assert text_of(nlg, "utter_nom", {"nom": "Awa"}, nom="Binta") == "Bonjour Binta."


def test_a_refused_value_can_be_named(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_refus", in_context(value="???")) == "??? ne va pas."


def test_an_unknown_response_has_no_text(nlg: FlowNLG) -> None:
    assert text_of(nlg, "utter_nulle_part", {}) is None
