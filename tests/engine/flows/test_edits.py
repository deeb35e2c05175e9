"""Flows that are edited while somebody is in the middle of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import StoredStateError
from engine.flows.commands import SetSlot, StartFlow
from engine.flows.interpreter import handle
from engine.flows.migrations import VERSION
from engine.flows.state import State
from tests.engine.flows.playing import Play, project_of

DOMAIN = """
    slots: {a: {type: text}, b: {type: text}, c: {type: text}}
    responses:
      utter_ask_a: [{text: a}]
      utter_ask_b: [{text: b}]
      utter_ask_c: [{text: c}]
      utter_new: [{text: n}]
"""
BEFORE = "{flows: {f: {description: f, steps: [{collect: a}, {collect: b}]}}}"


def _waiting_for_b(folder: Path) -> Play:
    play = Play(folder, BEFORE, DOMAIN)
    play(StartFlow("f"))
    play(SetSlot("a", "1"))
    assert play.state.asked_slot == "b"
    return play


@pytest.mark.parametrize(
    "after",
    [
        "[{action: utter_new}, {collect: a}, {collect: b}, {collect: c}]",
        "[{collect: c}, {collect: b, description: new}, {collect: c}]",
        "[{id: named, collect: b, utter: utter_new}, {collect: c}]",
    ],
)
def test_a_conversation_survives_an_edit_above_it(tmp_path: Path, after: str) -> None:
    play = _waiting_for_b(tmp_path)
    edited = f"{{flows: {{f: {{description: f, steps: {after}}}}}}}"
    play.flows = project_of(tmp_path, edited).flows
    assert play(SetSlot("b", "2")) == ["utter_ask_c"]


def test_a_step_that_became_one_of_two_is_still_found_when_only_one_fits(tmp_path: Path) -> None:
    play = _waiting_for_b(tmp_path)
    play.flows = project_of(
        tmp_path,
        """
        flows:
          f:
            description: f
            steps:
              - collect: a
                next:
                  - if: slots.a is "1"
                    then:
                      - collect: b
                        next: last
                  - else: last
              - id: last
                collect: c
        """,
    ).flows
    assert play(SetSlot("b", "2")) == ["utter_ask_c"]


@pytest.mark.parametrize(
    "after",
    [
        "{flows: {other: {description: o, steps: [{collect: a}]}}}",
        "[{collect: c}]",
    ],
)
def test_a_flow_or_question_that_is_gone_is_announced(tmp_path: Path, after: str) -> None:
    play = _waiting_for_b(tmp_path)
    play.flows = project_of(tmp_path, after).flows
    assert play(SetSlot("b", "2")) == ["utter_inform_code_change"]
    assert play.open == []


def test_a_newer_state_is_refused_and_an_incomplete_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(StoredStateError, match="version"):
        State.from_json({"v": VERSION + 1, "frames": []})
    play = Play(tmp_path, BEFORE, DOMAIN)
    sparse = State.from_json({"frames": [{"flow": "f"}], "surprise": 1})
    assert handle(play.flows, sparse, play.slots, [SetSlot("a", "1")]).action == "utter_ask_b"


def test_generated_ids_say_what_a_step_is(tmp_path: Path) -> None:
    flows = project_of(
        tmp_path,
        """
        flows:
          f:
            description: f
            steps:
              - collect: a
              - noop: true
                next:
                  - if: slots.a
                    then: [{collect: b, next: END}]
                  - else: [{collect: b, next: END}]
        """,
        DOMAIN,
    ).flows
    ids = list(flows["f"].steps)
    assert ids[:2] == ["collect_a", "noop"]
    assert all(name.startswith("collect_b.") for name in ids[2:])
    assert len(set(ids)) == 4
