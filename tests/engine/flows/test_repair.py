"""Conversations that leave the ordinary path."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Fail,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from tests.engine.flows.booking import ASK_MORE, BOOKING, DOMAIN
from tests.engine.flows.playing import Play


@pytest.fixture
def booking(tmp_path: Path) -> Play:
    return Play(tmp_path, BOOKING, DOMAIN)


def test_cancel_gives_up_and_forgets(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    assert booking(CancelFlow()) == ["utter_flow_cancelled_rasa", ASK_MORE]
    assert booking.open == []
    assert booking.slots["day"] is None


def test_cancel_of_an_interruption_returns_to_what_was_below(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        BOOKING
        + """
      order:
        description: order
        steps:
          - collect: dish
    """,
        DOMAIN.replace(
            "responses:", "  dish: {type: text}\n    responses:\n      utter_ask_dish: [{text: x}]"
        ),
    )
    play(StartFlow("book"))
    assert play(StartFlow("order")) == ["utter_ask_dish"]
    cancelled = play(CancelFlow())
    assert cancelled == [
        "utter_flow_cancelled_rasa",
        "utter_ask_continue_interrupted_flow_confirmation",
    ]
    assert play.open == ["book"]


def test_a_moment_leaves_the_question_as_it_stands(booking: Play) -> None:
    booking(StartFlow("book"))
    assert booking(RunPattern("pattern_wait")) == ["utter_take_your_time"]
    assert booking.state.asked_slot == "day"
    assert booking(SetSlot("day", "monday")) == ["utter_ask_guests"]


def test_a_moment_is_given_while_nothing_is_open(booking: Play) -> None:
    assert booking(RunPattern("pattern_wait")) == ["utter_take_your_time"]
    assert booking.state.frames == []


def test_cancel_and_another_request_in_one_message(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    assert booking(CancelFlow(), StartFlow("hours")) == [
        "utter_flow_cancelled_rasa",
        "utter_hours",
    ]
    assert booking.open == []
    assert booking.slots["day"] is None


def test_a_value_of_the_wrong_type_is_refused_once_in_its_own_words(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    assert booking(SetSlot("guests", "beaucoup")) == [
        "utter_float_slot_rejection",
        "utter_ask_guests",
    ]
    assert booking(CannotHandle())[::2] == ["utter_ask_rephrase", "utter_ask_guests"]


def test_nothing_to_cancel_is_said(booking: Play) -> None:
    assert booking(CancelFlow()) == ["utter_nothing_to_cancel"]


def test_what_cannot_be_handled_is_said_and_the_question_asked_again(booking: Play) -> None:
    booking(StartFlow("book"))
    assert booking(CannotHandle()) == ["utter_ask_rephrase", "utter_ask_day"]
    assert booking(SkipQuestion()) == ["utter_skip_question_answer", "utter_ask_day"]
    assert booking(RunPattern("pattern_chitchat")) == ["utter_cannot_handle", "utter_ask_day"]
    assert booking(Fail("rasa_internal_error_user_input_empty")) == [
        "utter_user_input_empty_error_rasa",
        "utter_ask_day",
    ]


def test_clarification_names_the_flows(booking: Play) -> None:
    assert booking(Clarify(("book", "hours"))) == ["utter_clarification_options_rasa"]
    assert booking(Clarify(("hours",))) == ["utter_hours"]
    assert booking(Clarify(())) == ["utter_clarification_no_options_rasa"]


def test_a_failed_action_is_never_silent(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    assert booking(SetSlot("confirm", True), fail={"action_book"}) == [
        "action_book",
        "utter_internal_error_rasa",
    ]
    assert booking.open == []


def test_even_a_failing_apology_ends_the_turn(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    ran = booking(SetSlot("confirm", True), fail={"action_book", "utter_internal_error_rasa"})
    assert ran == ["action_book", "utter_internal_error_rasa"]
    assert booking.open == []


def test_on_failure_is_a_branch(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          pay:
            description: pay
            run_pattern_completed: false
            steps:
              - action: action_pay
                on_failure: sorry
              - action: utter_paid
                next: END
              - id: sorry
                action: utter_sorry
        """,
        "{actions: [action_pay], responses: {utter_paid: [{text: a}], utter_sorry: [{text: b}]}}",
    )
    assert play(StartFlow("pay")) == ["action_pay", "utter_paid"]
    assert play(StartFlow("pay"), fail={"action_pay"}) == ["action_pay", "utter_sorry"]


def test_cancel_in_a_child_cancels_its_parent(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          parent: {description: parent, name: the parent, steps: [{call: child}]}
          child: {description: child, steps: [{collect: a}]}
        """,
        "{slots: {a: {type: text}}, responses: {utter_ask_a: [{text: a}]}}",
    )
    play(StartFlow("parent"))
    assert play(CancelFlow()) == ["utter_flow_cancelled_rasa", ASK_MORE]
    assert play.open == []


def test_force_slot_filling_hears_an_answer_or_the_wish_to_stop(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        BOOKING
        + """
      code:
        description: code
        steps:
          - collect: code
            force_slot_filling: true
    """,
        DOMAIN.replace(
            "responses:", "  code: {type: text}\n    responses:\n      utter_ask_code: [{text: x}]"
        ),
    )
    play(StartFlow("code"))
    assert play(StartFlow("hours"), Clarify(("hours", "code"))) == ["utter_ask_code"]
    assert play.open == ["code"]
    assert play(SetSlot("code", "K7")) == [ASK_MORE]
    play(StartFlow("code"))
    assert play(StartFlow("hours"), CancelFlow()) == ["utter_flow_cancelled_rasa", ASK_MORE]


@pytest.mark.parametrize(
    ("rule", "answers", "ran"),
    [
        ("block_digressions: true", [], ["utter_block_digressions", "utter_ask_day"]),
        ("block_digressions: [other]", [], ["utter_hours"]),
        ("ask_confirm_digressions: [hours]", [True], ["utter_hours"]),
        ("ask_confirm_digressions: [hours]", [False], ["utter_block_digressions", "utter_ask_day"]),
    ],
)
def test_digression_rules(tmp_path: Path, rule: str, answers: list[bool], ran: list[str]) -> None:
    flows = BOOKING.replace(
        "description: book a table", f"description: book a table\n        {rule}"
    )
    play = Play(tmp_path, flows, DOMAIN)
    play(StartFlow("book"))
    got = play(StartFlow("hours"))
    for answer in answers:
        assert got == ["utter_ask_confirm_digression"]
        got = play(SetSlot("confirm_digression", answer))
    assert got[: len(ran)] == ran


def test_a_blocked_digression_comes_afterwards(tmp_path: Path) -> None:
    flows = BOOKING.replace(
        "description: book a table", "description: book a table\n        block_digressions: true"
    )
    play = Play(tmp_path, flows, DOMAIN)
    play(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    play(StartFlow("hours"))
    assert play(SetSlot("confirm", True)) == ["action_book", "utter_hours"]


def test_domain_validation_checks_at_any_moment(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{collect: age}, {collect: b}]}}}",
        """
        slots:
          age:
            type: float
            validation:
              rejections: [{if: slots.age < 18, utter: utter_too_young}]
              refill_utter: utter_age_again
          b: {type: text}
        responses:
          utter_ask_age: [{text: a}]
          utter_ask_b: [{text: b}]
          utter_too_young: [{text: c}]
          utter_age_again: [{text: d}]
        """,
    )
    assert play(StartFlow("f"), SetSlot("age", 12)) == ["utter_too_young", "utter_age_again"]
    assert play(SetSlot("age", 11)) == ["utter_too_young", "utter_age_again"]
    assert len(play.state.frames) == 2, "a refusal must not pile up frames"
    assert play(SetSlot("age", 20)) == ["utter_ask_b"]
    assert play(SetSlot("age", 3)) == [
        "utter_corrected_previous_input",
        "utter_too_young",
        "utter_age_again",
    ]
    assert play.slots["age"] is None


def test_running_in_circles_is_stopped_with_an_apology(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        """
        flows:
          loop:
            description: loop
            steps:
              - id: again
                set_slots: [{a: "x"}]
                next: again
        """,
        "{slots: {a: {type: text}}}",
    )
    assert play(StartFlow("loop")) == ["utter_internal_error_rasa"]
    assert play.open == []


def test_chattering_without_end_is_stopped_too(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {loop: {description: l, steps: [{id: x, action: utter_a, next: x}]}}}",
        "{responses: {utter_a: [{text: a}]}}",
    )
    ran = play(StartFlow("loop"))
    assert ran[-1] == "utter_internal_error_rasa"
    assert ran.count("utter_a") <= 50


def test_a_pattern_is_overridden_by_its_name(tmp_path: Path) -> None:
    flows = (
        BOOKING
        + """
      pattern_completed:
        description: mine
        steps:
          - action: utter_bye
    """
    )
    play = Play(
        tmp_path, flows, DOMAIN.replace("responses:", "responses:\n      utter_bye: [{text: b}]")
    )
    assert play(StartFlow("hours")) == ["utter_hours"]
    play(StartFlow("book"), SetSlot("day", "m"), SetSlot("guests", 1))
    assert play(SetSlot("confirm", True)) == ["action_book", "utter_bye"]


def test_a_request_drops_a_question_of_a_pattern(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "m"), SetSlot("guests", 1))
    assert booking(SetSlot("confirm", False)) == ["utter_dropped", ASK_MORE]
    assert booking(StartFlow("hours")) == ["utter_hours"]
    assert booking.state.frames == []


def test_custom_prompt_and_validation_actions(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{collect: a}]}}}",
        "{slots: {a: {type: text}}, actions: [action_ask_a, validate_a]}",
    )
    assert play(StartFlow("f")) == ["action_ask_a"]
    assert play(SetSlot("a", "x"))[0] == "validate_a"


def test_a_question_without_any_prompt_is_still_asked(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{collect: a}]}}}",
        "{slots: {a: {type: text}}}",
    )
    assert play(StartFlow("f")) == ["utter_ask_for_slot"]
