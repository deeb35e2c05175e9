"""What happens when a person changes an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import SetSlot, StartFlow
from tests.engine.flows.booking import BOOKING, DOMAIN
from tests.engine.flows.playing import Play


@pytest.fixture
def booking(tmp_path: Path) -> Play:
    return Play(tmp_path, BOOKING, DOMAIN)


def test_a_correction_goes_back_to_the_current_question(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    corrected = booking(SetSlot("day", "jeudi"))
    assert corrected == ["utter_corrected_previous_input", "utter_ask_confirm"]
    assert booking.slots["day"] == "jeudi"
    assert booking.slots["guests"] == 2.0


def test_an_answer_and_a_correction_in_one_message_do_not_jump_a_question(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    both = booking(SetSlot("guests", 3), SetSlot("day", "jeudi"))
    assert both == ["utter_corrected_previous_input", "utter_ask_confirm"]
    assert booking.slots["guests"] == 3.0


def test_a_corrected_value_is_rejected_like_any_other(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    corrected = booking(SetSlot("guests", 99))
    assert corrected == ["utter_corrected_previous_input", "utter_too_many", "utter_ask_guests"]


def test_a_question_that_always_asks_is_asked_again_after_a_correction(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          f:
            description: f
            steps: [{collect: a, ask_before_filling: true}, {collect: b}]
        """,
        """
        slots: {a: {type: bool}, b: {type: text}}
        responses: {utter_ask_a: [{text: a}], utter_ask_b: [{text: b}]}
        """,
    )
    play(StartFlow("f"))
    play(SetSlot("a", True))
    assert play(SetSlot("a", False)) == ["utter_ask_a"]


CONFIRMED = """
      pattern_correction:
        description: ask first
        steps:
          - collect: confirm_correction
            next:
              - if: slots.confirm_correction
                then:
                  - action: action_correct_flow_slot
                  - action: utter_corrected_previous_input
                    next: END
              - else: END
"""
CONFIRM = DOMAIN.replace(
    "responses:", "responses:\n      utter_ask_confirm_correction: [{text: c}]"
)


def test_a_second_correction_replaces_one_that_waits_to_be_confirmed(tmp_path: Path) -> None:
    play = Play(tmp_path, BOOKING + CONFIRMED, CONFIRM)
    play(StartFlow("book"), SetSlot("day", "lundi"))
    assert play(SetSlot("day", "mardi")) == ["utter_ask_confirm_correction"]
    assert play(SetSlot("day", "jeudi")) == ["utter_ask_confirm_correction"]
    assert play.slots["day"] == "lundi"
    assert play(SetSlot("confirm_correction", True)) == [
        "utter_corrected_previous_input",
        "utter_ask_guests",
    ]
    assert play.slots["day"] == "jeudi"


def test_what_a_pattern_asked_is_asked_again_the_next_time(tmp_path: Path) -> None:
    play = Play(tmp_path, BOOKING + CONFIRMED, CONFIRM)
    play(StartFlow("book"), SetSlot("day", "lundi"))
    play(SetSlot("day", "mardi"))
    play(SetSlot("confirm_correction", False))
    assert play.slots["day"] == "lundi"
    assert play(SetSlot("day", "jeudi")) == ["utter_ask_confirm_correction"]
