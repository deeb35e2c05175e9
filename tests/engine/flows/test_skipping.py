"""A question with ``skip_value`` may be passed; any other insists."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import SetSlot, SkipQuestion, StartFlow
from engine.flows.understanding import Utterance, commands_for
from tests.engine.flows.booking import ASK_MORE, BOOKING, DOMAIN
from tests.engine.flows.playing import Play

OPTIONAL = BOOKING.replace(
    "- collect: day", "- collect: day\n            skip_value: some day", 1
).replace("- collect: guests", "- collect: guests\n            skip_value: 2", 1)
SKIPPING = """
      pattern_skip_question:
        description: pass
        nlu_trigger: [{intent: pass}]
        steps:
          - noop: true
            next:
              - if: context.skippable
                then:
                  - action: action_skip_question
                    next: END
              - else:
                  - action: utter_skip_question_answer
                    next: END
"""


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path, OPTIONAL, DOMAIN)


def test_a_passed_question_gets_its_value(play: Play) -> None:
    assert play(StartFlow("book")) == ["utter_ask_day"]
    assert play(SkipQuestion()) == ["utter_ask_guests"]
    assert play(SkipQuestion()) == ["utter_ask_confirm"]
    assert (play.slots["day"], play.slots["guests"]) == ("some day", 2.0)


def test_a_question_without_one_insists(play: Play) -> None:
    play(StartFlow("book"), SetSlot("day", "x"), SetSlot("guests", 3))
    assert play(SkipQuestion()) == ["utter_skip_question_answer", "utter_ask_confirm"]
    assert play.slots["confirm"] is None


def test_a_refused_value_leaves_the_question(tmp_path: Path) -> None:
    flows = OPTIONAL.replace("skip_value: 2", "skip_value: 20")
    play = Play(tmp_path, flows, DOMAIN)
    play(StartFlow("book"), SetSlot("day", "x"))
    assert play(SkipQuestion()) == ["utter_too_many", "utter_ask_guests"]


def test_nothing_to_pass(play: Play) -> None:
    assert play(SkipQuestion()) == ["utter_skip_question_answer"]


def test_a_correction_can_come_back_to_what_was_passed(play: Play) -> None:
    play(StartFlow("book"))
    play(SkipQuestion())
    assert play(SetSlot("day", "monday"))[-1] == "utter_ask_guests"
    assert play.slots["day"] == "monday"
    play(SetSlot("guests", 2))
    assert play(SetSlot("confirm", True)) == ["action_book", ASK_MORE]


def test_who_names_something_does_not_pass(tmp_path: Path) -> None:
    play = Play(tmp_path, OPTIONAL + SKIPPING, DOMAIN)
    play(StartFlow("book"))
    said = Utterance(text="not yet", intent="pass", confidence=0.9)
    assert commands_for(play.flows, play.state, play.slots, said) == (SkipQuestion(),)
    named = ({"entity": "month", "value": "august"},)
    said = Utterance(text="august, no day yet", intent="pass", confidence=0.9, entities=named)
    assert commands_for(play.flows, play.state, play.slots, said) == (
        SetSlot("day", "august, no day yet"),
    )
