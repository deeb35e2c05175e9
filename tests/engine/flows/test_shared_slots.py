"""What an interrupting flow writes is its own: the flow beneath finds its slots as it left them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import CancelFlow, SetSlot, StartFlow
from tests.engine.flows.playing import Play

FLOWS = """
    flows:
      move:
        description: move a visit
        steps:
          - set_slots: [{label: tuesday}]
          - collect: visit
          - collect: hour
          - collect: sure
            ask_before_filling: true
          - action: action_move
            next: END
      cancel:
        description: cancel a visit
        persisted_slots: [reason]
        steps:
          - collect: visit
          - set_slots: [{label: friday}]
          - collect: reason
          - set_slots: [{label: null, hour: null}]
      hop:
        description: go over to another
        steps:
          - set_slots: [{label: hopping}]
          - link: cancel
      pattern_continue_interrupted:
        description: go on
        steps: [{action: action_continue_interrupted_flow}]
"""
DOMAIN = """
    slots:
      label: {type: text}
      visit: {type: text}
      hour: {type: text}
      sure: {type: bool}
      reason: {type: text}
    actions: [action_move]
    responses:
      utter_ask_visit: [{text: x}]
      utter_ask_hour: [{text: x}]
      utter_ask_sure: [{text: x}]
      utter_ask_reason: [{text: x}]
"""


@pytest.fixture
def play(tmp_path: Path) -> Play:
    play = Play(tmp_path, FLOWS, DOMAIN)
    play(StartFlow("move"), SetSlot("visit", "v1"), SetSlot("hour", "10"))
    assert play.state.asked_slot == "sure"
    return play


BELOW = {"label": "tuesday", "visit": "v1", "hour": "10"}


def kept(play: Play) -> dict[str, object]:
    return {name: play.slots[name] for name in BELOW}


def test_what_the_flow_beneath_needs_comes_back_when_the_upper_one_ends(play: Play) -> None:
    assert play(StartFlow("cancel")) == ["utter_ask_reason"]
    # Meanwhile the upper flow sees, and overwrites, the same slots.
    assert play.slots["label"] == "friday"
    assert play(SetSlot("reason", "ill")) == ["utter_ask_sure"]
    assert kept(play) == BELOW
    assert play(SetSlot("sure", True))[0] == "action_move"


def test_it_comes_back_when_the_upper_one_is_given_up(play: Play) -> None:
    play(StartFlow("cancel"))
    play(CancelFlow())
    assert kept(play) == BELOW


def test_it_comes_back_through_a_link(play: Play) -> None:
    assert play(StartFlow("hop")) == ["utter_ask_reason"]
    play(SetSlot("reason", "ill"))
    assert kept(play) == BELOW


def test_what_the_upper_one_is_meant_to_keep_stays(play: Play) -> None:
    play(StartFlow("cancel"), SetSlot("reason", "ill"))
    assert play.slots["reason"] == "ill"


def test_nothing_comes_back_once_the_flow_beneath_is_gone(tmp_path: Path) -> None:
    play = Play(tmp_path, FLOWS, DOMAIN)
    play(StartFlow("cancel"))
    play(SetSlot("visit", "v2"), SetSlot("reason", "ill"))
    assert play.slots["label"] is None
    assert play.slots["visit"] is None


def test_a_value_for_the_flow_beneath_outlives_the_upper_one(play: Play) -> None:
    # "Oui, mais d'abord annulez l'autre": the answer waits with its question.
    play(StartFlow("cancel"), SetSlot("sure", True))
    assert play(SetSlot("reason", "ill"))[0] == "action_move"


def test_a_value_for_both_is_meant_for_the_upper_one(play: Play) -> None:
    play(StartFlow("cancel"), SetSlot("hour", "11"))
    play(SetSlot("reason", "ill"))
    assert play.slots["hour"] == "10"


def test_flows_that_change_places_keep_what_they_did_meanwhile(tmp_path: Path) -> None:
    play = Play(tmp_path, FLOWS, DOMAIN)
    assert play(StartFlow("move"))[-1] == "utter_ask_visit"
    assert play(StartFlow("cancel"))[-1] == "utter_ask_visit"
    # Back to the first one, which goes on while the other waits below.
    play(StartFlow("move"))
    play(SetSlot("visit", "v1"))
    assert play.state.asked_slot == "hour"
    # The other one again: it ends, and the first has not lost its answer.
    play(StartFlow("cancel"))
    assert play.open == ["move", "cancel"]
    while play.open != ["move"]:
        play(SetSlot(play.state.asked_slot, "x"))
    assert play.slots["visit"] == "v1"
    assert play.state.asked_slot == "hour"
