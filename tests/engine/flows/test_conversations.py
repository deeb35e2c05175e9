"""The runner of conversations reads strictly, plays faithfully and says what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import ProjectError
from engine.flows.conversations import Speed, describe_failures, load_case, play
from engine.flows.flow_set import FlowSet
from engine.flows.project import load_project

PROJECT = """
slots:
  day: {type: text, mappings: [{type: custom}]}
  sure: {type: bool, mappings: [{type: custom}]}
actions: [action_store]
responses:
  utter_ask_day: [{text: day}]
  utter_ask_sure: [{text: sure}]
  utter_done: [{text: done}]
flows:
  book:
    description: book a day
    steps:
      - collect: day
      - collect: sure
      - action: action_store
      - action: utter_done
"""

GOOD = """\
conversation: a booking
turns:
  - user: a day please
    commands: [{start_flow: book}, {set_slot: {day: monday}}]
    expect:
      replies: [utter_ask_sure]
      slots: {day: monday, sure: null}
      stack: [book]
  - tap: /SetSlots(sure=true)
    expect:
      replies: [action_store, utter_done]
      stack: []
"""


@pytest.fixture
def flows(tmp_path: Path) -> FlowSet:
    (tmp_path / "project.yml").write_text(PROJECT)
    return load_project(tmp_path).flows


def failures(tmp_path: Path, flows: FlowSet, text: str) -> str:
    file = tmp_path / "book.case.yml"
    file.write_text(text)
    case = load_case(file, tmp_path)
    return describe_failures(case, play(flows, case))


def test_what_is_expected_and_happens_is_no_failure(tmp_path: Path, flows: FlowSet) -> None:
    first_turn = GOOD[: GOOD.index("  - tap")]
    assert failures(tmp_path, flows, first_turn) == ""


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("[utter_ask_sure]", "[utter_ask_day]", "≠ utter_ask_day  utter_ask_sure"),
        ("[utter_ask_sure]", "[]", "≠ -         utter_ask_sure"),
        ("{day: monday, ", "{day: tuesday, ", "slot day: expected 'tuesday', got 'monday'"),
        ("sure: null}", "sure: false}", "slot sure: expected False, got None"),
        ("sure: null}", "shure: null}", "slot 'shure' does not exist"),
        ("stack: [book]", "stack: []", "≠ -         book"),
    ],
)
def test_a_difference_is_shown_with_its_turn(
    tmp_path: Path, flows: FlowSet, old: str, new: str, shown: str
) -> None:
    found = failures(tmp_path, flows, GOOD.replace(old, new, 1))
    assert found.startswith("book.case.yml:3: turn 1, the person writes 'a day please'\n")
    assert shown in found


def test_a_tap_is_understood_as_its_payload(tmp_path: Path, flows: FlowSet) -> None:
    found = failures(tmp_path, flows, GOOD.replace("sure=true", "sure=false"))
    assert "turn 1" not in found


def test_a_stub_makes_its_action_fail(tmp_path: Path, flows: FlowSet) -> None:
    found = failures(tmp_path, flows, f"stub: {{action_store: fail}}\n{GOOD}")
    assert "≠ utter_done" in found and "utter_internal_error_rasa" in found


def test_a_stub_that_is_never_used_is_a_failure(tmp_path: Path, flows: FlowSet) -> None:
    found = failures(tmp_path, flows, f"stub: {{action_stor: fail}}\n{GOOD}")
    assert "the stub of 'action_stor' was never used" in found


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("turns:", "turn:", 2, "conversation.unknown_key"),
        ("    expect:\n      replies: [u", "    expects:\n      replies: [u", 5, "unknown_key"),
        ("start_flow", "start", 4, "unknown_key"),
        ("[{start_flow: book}", "[stop", 4, "wrong_type"),
        ("[{start_flow: book}", "[{start_flow: book, clarify: [a]}", 4, "conversation.command"),
        ("  - user: a day please\n    commands", "  - commands", 3, "conversation.turn"),
        (
            "    commands: [{start_flow: book}, {set_slot: {day: monday}}]\n",
            "",
            3,
            "conversation.turn",
        ),
        ("  - tap: /SetSlots(sure=true)", "  - tap: /x\n    commands: [cancel]", 10, "turn"),
        ("conversation: a booking", "speed: [fast]\nconversation: a", 1, "wrong_type"),
        ("conversation: a booking", "stub: {a: crash}\nconversation: a", 1, "wrong_type"),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, code: str
) -> None:
    assert old in GOOD
    file = tmp_path / "a.yml"
    file.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(ProjectError) as caught:
        load_case(file, tmp_path)
    assert any(
        text.startswith(f"a.yml:{line}:") and code in text for text in str(caught.value).split("\n")
    ), str(caught.value)


def test_a_conversation_for_the_model_only_needs_no_commands(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text(
        "conversation: x\nspeed: [full]\nturns:\n  - user: hello\n    expect: {replies: [a]}\n"
    )
    assert load_case(file, tmp_path).speeds == {Speed.FULL}
