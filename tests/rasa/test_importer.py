"""The project as Rasa gets it: a config without TensorFlow, a domain that 3.6 understands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException

from engine.components.importer import FlowImporter
from engine.flows.normaliser import normalised_domain
from engine.flows.project import load_project
from tests.rasa.conftest import ROOT

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.filterwarnings("ignore::UserWarning"),
    # Rasa's validator of YAML loads its extensions in a way that Python gives up.
    pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning"),
]

#: As written for Rasa 3.7 and later, where flows fill slots.
NEWER_DOMAIN = """
version: "3.1"
intents: [saluer]
slots:
  montant:
    type: float
    mappings: [{type: from_llm}]
  destinataire:
    type: text
    mappings: [{type: controlled, run_action_every_turn: action_verifier}]
  choix:
    type: categorical
    values: [a, b]
  libre:
    type: any
    validation:
      rejections:
        - if: slots.libre is null
          utter: utter_demander
responses:
  utter_demander:
    - text: Combien ?
      metadata: {rephrase: true, rephrase_prompt: "..."}
  utter_ask_montant:
    - text: Combien ?
      buttons:
        - {title: Dix, payload: "/SetSlots(montant=10)"}
actions: [action_verifier]
"""
NEWER_FLOWS = """
flows:
  envoyer:
    description: Envoyer de l'argent.
    steps:
      - collect: destinataire
      - collect: montant
      - action: action_verifier
"""


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("pipeline", "DIETClassifier"),
        ("pipeline", "rasa.nlu.classifiers.diet_classifier.DIETClassifier"),
        ("pipeline", "ResponseSelector"),
        ("policies", "TEDPolicy"),
    ],
)
def test_a_part_that_needs_tensorflow_stops_with_one_sentence(
    tmp_path: Path, key: str, part: str
) -> None:
    config = yaml.safe_load((ROOT / "config" / "config.yml").read_text(encoding="utf-8"))
    config[key].append({"name": part, "epochs": 1})
    file = tmp_path / "config.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    with pytest.raises(RasaException) as caught:
        FlowImporter(config_file=str(file)).get_config()
    message = str(caught.value)
    assert part.rsplit(".", 1)[-1] in message and "TensorFlow" in message
    assert str(file) in message and "\n" not in message


def test_the_recipe_of_the_project_passes() -> None:
    config = FlowImporter(config_file=str(ROOT / "config" / "config.yml")).get_config()
    assert config["language"] == "fr" and config["pipeline"] and config["policies"]


def test_a_newer_domain_loads(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text(NEWER_DOMAIN, encoding="utf-8")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "envoyer.yml").write_text(NEWER_FLOWS, encoding="utf-8")
    # As written, Rasa 3.6 refuses it.
    with pytest.raises(RasaException):
        Domain.from_dict(yaml.safe_load(NEWER_DOMAIN))
    domain = Domain.from_dict(normalised_domain(load_project(tmp_path)))
    slots = {slot.name: slot for slot in domain.slots}
    assert {"montant", "destinataire", "choix", "libre", "flow_stack"} <= set(slots)
    # No slot is filled behind the flow's back.
    assert all(
        mapping["type"] == "custom"
        for name in ("montant", "destinataire", "choix", "libre")
        for mapping in slots[name].mappings
    )
    assert {"action_verifier", "utter_ask_montant"} <= set(domain.action_names_or_texts)


def test_the_stories_name_every_intent_of_the_project() -> None:
    importer = FlowImporter(
        config_file=str(ROOT / "config" / "config.yml"),
        domain_path=str(ROOT / "domain.yml"),
        training_data_paths=[str(ROOT / "data")],
    )
    named = {
        event.intent["name"]
        for step in importer.get_stories().story_steps
        for event in step.events
        if hasattr(event, "intent")
    }
    assert set(importer.get_domain().intents) <= named
