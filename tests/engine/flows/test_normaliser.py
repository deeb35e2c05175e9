"""Domains for the licensed engine, made acceptable to Rasa 3.6."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.normaliser import STACK_SLOT, normalised_domain
from tests.engine.flows.playing import project_of

FLOWS = """
    flows:
      pay:
        description: pay
        nlu_trigger: [{intent: pay}]
        steps:
          - collect: amount
          - action: action_pay
          - action: utter_done
          - action: "action_{{context.x}}"
"""
DOMAIN = """
    version: "3.1"
    intents: [pay, {faq: {is_retrieval_intent: true}}]
    entities: [{city: {roles: [from, to]}}, amount]
    slots:
      amount:
        type: float
        min_value: 0
        max_value: 100
        mappings: [{type: from_llm}]
      city:
        type: categorical
        values: [1, Dakar]
        mappings:
          - {type: from_entity, entity: city, conditions: [{active_flow: pay}]}
        validation: {rejections: [{if: slots.city is "x", utter: utter_done}]}
        shared_for_coexistence: true
      ours: {type: bool, initial_value: false, mappings: [{type: controlled}]}
      bare: {type: any}
    responses:
      utter_done:
        - text: done
          translation: {fr: fini}
          allow_interruptions: false
          condition: slots.ours
        - text: 12
          buttons: [{title: a, payload: /b, type: postback, colour: red}]
    actions: [action_pay, {action_long: {send_domain: true}}, {action_odd: x}]
    session_config: {session_expiration_time: 60}
    some_new_key: [1]
"""


@pytest.fixture
def domain(tmp_path: Path) -> dict[str, object]:
    return normalised_domain(project_of(tmp_path, FLOWS, DOMAIN))


def test_every_slot_is_filled_by_our_engine_alone(domain: dict[str, object]) -> None:
    slots = domain["slots"]
    assert isinstance(slots, dict)
    assert all(slot["mappings"] == [{"type": "custom"}] for slot in slots.values())
    assert slots["amount"]["max_value"] == 100
    assert slots["city"]["values"] == ["1", "Dakar"]
    assert slots["ours"]["initial_value"] is False
    assert set(slots["city"]) == {"type", "mappings", "influence_conversation", "values"}


def test_the_engine_brings_what_it_needs(domain: dict[str, object]) -> None:
    slots, responses = domain["slots"], domain["responses"]
    assert isinstance(slots, dict)
    assert isinstance(responses, dict)
    assert slots[STACK_SLOT]["type"] == "any"
    assert "continue_conversation" in slots
    assert "utter_internal_error_rasa" in responses


def test_responses_lose_what_rasa_refuses(domain: dict[str, object]) -> None:
    responses = domain["responses"]
    assert isinstance(responses, dict)
    assert responses["utter_done"] == [
        {"text": "done"},
        {"text": "12", "buttons": [{"title": "a", "payload": "/b", "type": "postback"}]},
    ]


def test_actions_that_flows_name_are_declared(domain: dict[str, object]) -> None:
    actions = domain["actions"]
    assert isinstance(actions, list)
    assert actions[:3] == ["action_pay", {"action_long": {"send_domain": True}}, "action_odd"]
    assert "action_listen" not in actions
    assert "action_run_slot_rejections" not in actions
    assert not [name for name in actions if isinstance(name, str) and "{" in name]
    assert "pay" in domain["intents"]  # type: ignore[operator]


def test_sessions_are_ours(domain: dict[str, object]) -> None:
    assert domain["session_config"] == {
        "session_expiration_time": 0,
        "carry_over_slots_to_new_session": True,
    }
    assert "some_new_key" not in domain
