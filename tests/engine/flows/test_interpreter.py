"""What a conversation does, rule by rule of the flow language."""

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
from tests.engine.flows.playing import Play

BOOKING = """
    flows:
      book:
        name: booking
        description: book a table
        steps:
          - collect: day
          - collect: guests
            rejections:
              - if: slots.guests > 8
                utter: utter_too_many
          - collect: confirm
            ask_before_filling: true
            next:
              - if: slots.confirm
                then:
                  - action: action_book
                    next: END
              - else:
                  - action: utter_dropped
                    next: END
      hours:
        name: opening hours
        description: say the hours
        run_pattern_completed: false
        steps:
          - action: utter_hours
      secret:
        description: never by a person
        if: false
        steps:
          - action: utter_secret
"""
DOMAIN = """
    slots:
      day: {type: text}
      guests: {type: float}
      confirm: {type: bool}
    responses:
      utter_ask_day: [{text: day}]
      utter_ask_guests: [{text: guests}]
      utter_ask_confirm: [{text: confirm}]
      utter_too_many: [{text: too many}]
      utter_hours: [{text: hours}]
      utter_dropped: [{text: dropped}]
      utter_secret: [{text: secret}]
    actions: [action_book]
"""
ASK_MORE = "utter_ask_continue_conversation"


@pytest.fixture
def booking(tmp_path: Path) -> Play:
    return Play(tmp_path, BOOKING, DOMAIN)


def test_a_flow_asks_until_it_is_done_and_forgets(booking: Play) -> None:
    assert booking(StartFlow("book")) == ["utter_ask_day"]
    assert booking(SetSlot("day", "mardi")) == ["utter_ask_guests"]
    assert booking(SetSlot("guests", 4)) == ["utter_ask_confirm"]
    assert booking(SetSlot("confirm", True)) == ["action_book", ASK_MORE]
    assert booking.open == []
    assert booking.slots["day"] is None
    assert booking.slots["guests"] is None


def test_filled_slots_are_not_asked_but_confirmations_are(booking: Play) -> None:
    booking.slots["confirm"] = True
    asked = booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 2))
    assert asked == ["utter_ask_confirm"]
    assert booking.slots["confirm"] is None


def test_a_rejected_value_is_asked_again(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    assert booking(SetSlot("guests", 20)) == ["utter_too_many", "utter_ask_guests"]
    assert booking.slots["guests"] is None
    assert booking(SetSlot("guests", 8)) == ["utter_ask_confirm"]


def test_a_value_that_came_with_the_start_is_rejected_too(booking: Play) -> None:
    started = booking(StartFlow("book"), SetSlot("day", "mardi"), SetSlot("guests", 20))
    assert started == ["utter_too_many", "utter_ask_guests"]


def test_an_interruption_offers_to_resume(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    offered = booking(StartFlow("hours"))
    assert offered == ["utter_hours", "utter_ask_continue_interrupted_flow_confirmation"]
    assert booking.open == ["book"]
    assert booking(SetSlot("continue_interrupted_flow_confirmation", True)) == ["utter_ask_guests"]
    assert booking.slots["day"] == "mardi"


def test_an_interrupted_flow_can_be_left(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    booking(StartFlow("hours"))
    left = booking(SetSlot("continue_interrupted_flow_confirmation", False))
    assert left == ["utter_flow_cancelled_rasa", ASK_MORE]
    assert booking.open == []
    assert booking.slots["day"] is None


def test_starting_an_open_flow_never_doubles_it(booking: Play) -> None:
    booking(StartFlow("book"))
    assert booking(StartFlow("book")) == ["utter_ask_day"]
    assert booking.open == ["book"]


def test_two_requests_in_one_message_follow_each_other(booking: Play) -> None:
    assert booking(StartFlow("hours"), StartFlow("book")) == ["utter_hours", "utter_ask_day"]


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


def test_a_no_and_another_request_in_one_message(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    booking(StartFlow("hours"))
    both = booking(SetSlot("continue_interrupted_flow_confirmation", False), StartFlow("hours"))
    assert both == ["utter_hours", "utter_flow_cancelled_rasa", ASK_MORE]


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
    assert booking(CannotHandle()) == ["utter_ask_rephrase", "utter_ask_guests"]


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


def test_a_guard_refuses_a_person_but_not_a_link_nor_an_explicit_intent(booking: Play) -> None:
    assert booking(StartFlow("secret")) == ["utter_ask_rephrase"]
    assert booking(StartFlow("secret", bypass_guard=True)) == ["utter_secret", ASK_MORE]


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


def test_force_slot_filling_ignores_everything_else(tmp_path: Path) -> None:
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
    assert play(StartFlow("hours"), CancelFlow()) == ["utter_ask_code"]
    assert play.open == ["code"]
    assert play(SetSlot("code", "K7")) == [ASK_MORE]


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


def test_a_call_of_an_agent_fails_politely(tmp_path: Path) -> None:
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{call: some_agent, exit_if: [slots.a]}]}}}",
        "{slots: {a: {type: text}}}",
    )
    assert play(StartFlow("f")) == ["utter_internal_error_rasa"]


def test_events_tell_the_story(booking: Play) -> None:
    booking(StartFlow("hours"))
    assert booking.event_names() == [
        "flow_started:hours",
        "step_entered:hours",
        "flow_completed:hours",
    ]


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
