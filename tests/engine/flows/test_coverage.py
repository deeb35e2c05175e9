"""What the conversations never reach is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.conversations import Case, Speed, load_case, play
from engine.flows.conversations.coverage import FlowCoverage, Reached, coverage
from engine.flows.project import Project, load_project

PROJECT = """
slots:
  day: {type: text, mappings: [{type: custom}]}
  found: {type: text, mappings: [{type: custom}]}
actions: [action_search]
responses:
  utter_ask_day: [{text: day}]
  utter_short: [{text: short}]
  utter_done: [{text: done}]
  utter_sorry: [{text: sorry}]
flows:
  book:
    description: book a day
    steps:
      - id: ask
        collect: day
        rejections:
          - if: slots.day matches "^.$"
            utter: utter_short
      - id: search
        action: action_search
        on_failure: sorry
        next:
          - if: slots.found is "yes"
            then: done
          - else: sorry
      - id: done
        action: utter_done
        next: END
      - id: sorry
        action: utter_sorry
        next: END
"""
TURNS = """
turns:
  - user: a day
    commands: [{start_flow: book}]
    expect: {replies: [utter_ask_day]}
  - user: monday
    commands: [{set_slot: {day: monday}}]
    expect: {}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project.yml").write_text(PROJECT)
    return load_project(tmp_path)


def case(folder: Path, text: str) -> Case:
    file = folder / "book.case.yml"
    file.write_text(text)
    return load_case(file, folder)


def covered(project: Project, *cases: Case) -> FlowCoverage:
    reached = Reached()
    for each in cases:
        play(project.flows, each, reached.note)
    [found] = coverage(project.own_flows, reached)
    return found


def test_nothing_is_reached_without_conversations(project: Project) -> None:
    found = covered(project)
    assert (found.steps, found.steps_reached) == (4, 0)
    assert (found.branches, found.branches_reached) == (4, 0)
    assert not found.is_complete


def test_what_a_stub_writes_chooses_the_branch(project: Project, tmp_path: Path) -> None:
    good = case(
        tmp_path, "conversation: found\nstub: {action_search: {slots: {found: 'yes'}}}" + TURNS
    )
    found = covered(project, good)
    assert [place.split(": ", 1)[1] for place in found.missing] == [
        "step sorry",
        'ask: reject slots.day matches "^.$"',
        "search: else",
        "search: on_failure",
    ]
    assert all(place.startswith("project.yml:") for place in found.missing)


def test_every_branch_can_be_reached(project: Project, tmp_path: Path) -> None:
    texts = [
        "conversation: found\nstub: {action_search: {slots: {found: 'yes'}}}" + TURNS,
        "conversation: not found\nstub: {action_search: [{slots: {found: 'no'}}]}" + TURNS,
        "conversation: broken\nstub: {action_search: fail}" + TURNS,
        "conversation: short" + TURNS.replace("day: monday", "day: m"),
    ]
    assert covered(project, *(case(tmp_path, text) for text in texts)).is_complete


def test_a_conversation_whose_stub_writes_is_not_played_with_real_actions(tmp_path: Path) -> None:
    writes = "conversation: x\nstub: {action_search: [fail, {slots: {found: a}}]}" + TURNS
    assert case(tmp_path, writes).speeds == {Speed.LOGIC}
    assert case(tmp_path, writes).failing == frozenset()
    fails = "conversation: x\nstub: {action_search: fail}" + TURNS
    assert case(tmp_path, fails).speeds == set(Speed)
    assert case(tmp_path, fails).failing == {"action_search"}
