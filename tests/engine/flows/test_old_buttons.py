"""A tap on a button that was offered some time ago does what it still can, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import CancelFlow, SetSlot, StartFlow
from tests.engine.flows.booking import BOOKING, DOMAIN
from tests.engine.flows.playing import Play

ORDER = """
      order:
        description: order
        steps:
          - collect: dish
          - collect: sides
            force_slot_filling: true
"""
ORDER_DOMAIN = DOMAIN.replace(
    "responses:",
    "  dish: {type: text}\n      sides: {type: text}\n      mood: {type: text}\n    responses:\n"
    "      utter_ask_dish: [{text: x}]\n      utter_ask_sides: [{text: x}]",
)
OLD = "utter_old_button"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path, BOOKING + ORDER, ORDER_DOMAIN)


def tap(play: Play, slots: str) -> list[str]:
    return play.say(f"/SetSlots({slots})")


def test_a_button_of_what_is_over(play: Play) -> None:
    play(StartFlow("book"), SetSlot("day", "x"), SetSlot("guests", 3))
    assert tap(play, "confirm=true")[0] == "action_book"
    play(SetSlot("continue_conversation", False))
    play(CancelFlow())
    assert tap(play, "confirm=true") == [OLD]
    assert play.slots["confirm"] is None


def test_a_button_of_another_flow_than_the_open_one(play: Play) -> None:
    play(StartFlow("order"))
    assert tap(play, "day=monday") == [OLD, "utter_ask_dish"]
    assert play.slots["day"] is None


def test_it_is_said_at_a_question_that_insists_too(play: Play) -> None:
    play(StartFlow("order"), SetSlot("dish", "rice"))
    assert tap(play, "day=monday") == [OLD, "utter_ask_sides"]


def test_a_confirmation_that_is_not_asked_yet(play: Play) -> None:
    play(StartFlow("book"))
    assert tap(play, "confirm=true") == [OLD, "utter_ask_day"]


def test_an_answer_that_is_not_asked_yet_is_kept(play: Play) -> None:
    play(StartFlow("book"))
    assert tap(play, "guests=3") == ["utter_ask_day"]
    assert play.slots["guests"] == 3.0


def test_an_earlier_answer_is_corrected(play: Play) -> None:
    play(StartFlow("book"), SetSlot("day", "x"))
    assert tap(play, "day=monday")[0] == "utter_corrected_previous_input"
    assert play.slots["day"] == "monday"


def test_a_flow_that_waits_below_comes_back_for_its_button(play: Play) -> None:
    play(StartFlow("book"), SetSlot("day", "x"), SetSlot("guests", 3))
    assert play(StartFlow("order")) == ["utter_ask_dish"]
    assert tap(play, "confirm=true")[0] == "action_book"
    assert play.open == ["order"]


def test_a_slot_of_no_flow_is_written_all_the_same(play: Play) -> None:
    assert tap(play, "mood=good") == [OLD]
    assert play.slots["mood"] == "good"
    play(StartFlow("order"))
    assert tap(play, "mood=bad") == ["utter_ask_dish"]
    assert play.slots["mood"] == "bad"


def test_the_pattern_knows_what_was_tapped(tmp_path: Path) -> None:
    pattern = """
      pattern_old_button:
        description: old
        persisted_slots: [mood]
        steps:
          - set_slots: [{mood: "{{context.slot}}={{context.value}} of {{context.flow_name}}"}]
          - action: utter_hours
    """
    play = Play(tmp_path, BOOKING + ORDER + pattern, ORDER_DOMAIN)
    assert tap(play, "day=monday") == ["utter_hours"]
    assert play.slots["mood"] == "day=monday of booking"
