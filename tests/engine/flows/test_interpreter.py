"""What a conversation does, rule by rule of the flow language."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import SetSlot, StartFlow
from tests.engine.flows.booking import ASK_MORE, BOOKING, DOMAIN
from tests.engine.flows.playing import Play


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


def test_a_no_and_another_request_in_one_message(booking: Play) -> None:
    booking(StartFlow("book"), SetSlot("day", "mardi"))
    booking(StartFlow("hours"))
    both = booking(SetSlot("continue_interrupted_flow_confirmation", False), StartFlow("hours"))
    assert both == ["utter_hours", "utter_flow_cancelled_rasa", ASK_MORE]


def test_events_tell_the_story(booking: Play) -> None:
    booking(StartFlow("hours"))
    assert booking.event_names() == [
        "flow_started:hours",
        "step_entered:hours",
        "flow_completed:hours",
    ]
