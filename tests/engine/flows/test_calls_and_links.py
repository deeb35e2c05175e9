"""Flows that run other flows, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import SetSlot, StartFlow
from tests.engine.flows.booking import ASK_MORE, BOOKING, DOMAIN
from tests.engine.flows.playing import Play


@pytest.fixture
def booking(tmp_path: Path) -> Play:
    return Play(tmp_path, BOOKING, DOMAIN)


def test_a_guard_refuses_a_person_but_not_a_link_nor_an_explicit_intent(booking: Play) -> None:
    assert booking(StartFlow("secret")) == ["utter_ask_rephrase"]
    assert booking(StartFlow("secret", bypass_guard=True)) == ["utter_secret", ASK_MORE]


def test_call_returns_and_its_answers_can_be_corrected_afterwards(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          parent:
            description: parent
            steps:
              - call: child
              - collect: b
              - action: utter_done
          child:
            description: child
            if: false
            steps:
              - collect: a
        """,
        """
        slots: {a: {type: text}, b: {type: text}}
        responses:
          utter_ask_a: [{text: a}]
          utter_ask_b: [{text: b}]
          utter_done: [{text: done}]
        """,
    )
    assert play(StartFlow("parent")) == ["utter_ask_a"]
    assert play.open == ["parent", "child"]
    assert play(SetSlot("a", "1")) == ["utter_ask_b"]
    assert play.slots["a"] == "1", "a child's slots are reset with its parent, not before"
    assert play(SetSlot("a", "2")) == ["utter_corrected_previous_input", "utter_ask_b"]
    assert play(SetSlot("b", "x")) == ["utter_done", ASK_MORE]
    assert play.slots["a"] is None


def test_link_replaces_the_flow(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          first: {description: first, steps: [{collect: a}, {link: second}]}
          second: {description: second, if: false, steps: [{collect: b}]}
        """,
        """
        slots: {a: {type: text}, b: {type: text}}
        responses: {utter_ask_a: [{text: a}], utter_ask_b: [{text: b}]}
        """,
    )
    play(StartFlow("first"))
    assert play(SetSlot("a", "x")) == ["utter_ask_b"]
    assert play.open == ["second"]
    assert play.slots["a"] is None
    assert play(SetSlot("b", "y")) == [ASK_MORE]


def test_persisted_slots_and_initial_values_survive_the_end(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          f:
            description: f
            persisted_slots: [kept]
            run_pattern_completed: false
            steps:
              - collect: kept
              - collect: old_way
                reset_after_flow_ends: false
              - set_slots: [{mode: fast}, {gone: x}]
        """,
        """
        slots:
          kept: {type: text}
          old_way: {type: text}
          gone: {type: text}
          mode: {type: text, initial_value: slow}
        responses: {utter_ask_kept: [{text: a}], utter_ask_old_way: [{text: b}]}
        """,
    )
    play(StartFlow("f"), SetSlot("kept", "1"))
    play(SetSlot("old_way", "2"))
    assert play.slots["kept"] == "1"
    assert play.slots["old_way"] == "2"
    assert play.slots["mode"] == "slow"
    assert play.slots["gone"] is None


def test_a_slot_of_a_flow_that_still_waits_is_not_taken_away(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          outer: {description: o, steps: [{collect: name}, {collect: b}]}
          inner: {description: i, run_pattern_completed: false, steps: [{collect: name}]}
        """,
        """
        slots: {name: {type: text}, b: {type: text}}
        responses: {utter_ask_name: [{text: a}], utter_ask_b: [{text: b}]}
        """,
    )
    play(StartFlow("outer"))
    play(SetSlot("name", "Awa"))
    play(StartFlow("inner"))
    assert play.slots["name"] == "Awa"


def test_a_call_of_an_agent_fails_politely(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{call: some_agent, exit_if: [slots.a]}]}}}",
        "{slots: {a: {type: text}}}",
    )
    assert play(StartFlow("f")) == ["utter_internal_error_rasa"]


def test_a_flow_that_is_switched_off_cannot_be_started_but_can_be_called(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          on:
            description: on
            run_pattern_completed: false
            nlu_trigger: [{intent: on}]
            steps: [{call: off}]
          off:
            description: off
            nlu_trigger: [{intent: off}]
            steps: [{action: utter_a}]
        """,
        "{responses: {utter_a: [{text: a}]}}",
    )
    play.flows = play.flows.limited_to(frozenset({"on"}))
    assert play.say("x", "off") == ["utter_ask_rephrase"]
    assert play(StartFlow("off", bypass_guard=True)) == ["utter_ask_rephrase"]
    assert play.say("x", "on") == ["utter_a"]
