"""A flow with ``heard_anywhere`` is heard whatever is being asked: an emergency does not wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import CancelFlow, Command, RunPattern, SetSlot, StartFlow
from engine.flows.understanding import Request, Utterance, commands_for
from tests.engine.flows.playing import Play

FLOWS = """
    flows:
      book:
        description: book
        nlu_trigger: [{intent: book}]
        block_digressions: true
        steps:
          - collect: kind
          - collect: reason
            force_slot_filling: true
          - collect: cause
          - collect: code
            sensitive: true
          - collect: sure
            ask_before_filling: true
      call_people:
        description: fetch somebody at once
        heard_anywhere: true
        nlu_trigger: [{intent: {name: danger, confidence_threshold: 0.5}}]
        steps:
          - collect: why
            force_slot_filling: true
          - action: action_call
          - set_slots: [{urgent: null}]
      pattern_human_handoff:
        description: somebody is asked for
        heard_anywhere: true
        nlu_trigger: [{intent: person}]
        steps: [{link: call_people}]
      hours:
        description: hours
        run_pattern_completed: false
        nlu_trigger: [{intent: hours}]
        steps: [{action: utter_hours}]
      nod:
        description: a yes that nobody asked for
        nlu_trigger: [{intent: affirm}]
        steps: [{action: utter_hours}]
"""
DOMAIN = """
    slots:
      kind: {type: text}
      reason: {type: text}
      cause: {type: text, mappings: [{type: from_entity, entity: cause}]}
      code: {type: text}
      sure:
        type: bool
        mappings: [{type: from_intent, intent: affirm, value: true}]
      why:
        type: text
        mappings: [{type: from_intent, intent: danger, value: danger}]
      urgent:
        type: bool
        mappings: [{type: from_intent, intent: danger, value: true}]
    actions: [action_call]
    responses:
      utter_ask_kind: [{text: a}]
      utter_ask_reason: [{text: a}]
      utter_ask_cause: [{text: a}]
      utter_ask_code: [{text: a}]
      utter_ask_sure: [{text: a}]
      utter_ask_why: [{text: a}]
      utter_hours: [{text: a}]
"""
ALARM: list[Command] = [StartFlow("call_people"), SetSlot("why", "danger"), SetSlot("urgent", True)]
QUESTIONS = ("kind", "reason", "cause", "code", "sure")


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path, FLOWS, DOMAIN)


def asking(play: Play, slot: str) -> Play:
    play(StartFlow("book"))
    for name in QUESTIONS[: QUESTIONS.index(slot)]:
        play(SetSlot(name, "x"))
    assert play.state.asked_slot == slot
    return play


def understood(play: Play, text: str, intent: str, confidence: float = 1.0) -> list[Command]:
    said = Utterance(text=text, intent=intent, confidence=confidence)
    return list(commands_for(play.flows, play.state, play.slots, said))


@pytest.mark.parametrize("slot", QUESTIONS)
def test_it_is_heard_at_every_question(play: Play, slot: str) -> None:
    asking(play, slot)
    assert understood(play, "mother is dying", "danger") == ALARM
    assert play(*ALARM)[0] == "action_call"
    assert play.open == ["book"]
    # The question that was left comes back.
    assert play.state.asked_slot in (slot, "continue_interrupted_flow_confirmation")


@pytest.mark.parametrize("slot", QUESTIONS)
def test_a_person_is_fetched_from_every_question(play: Play, slot: str) -> None:
    asking(play, slot)
    assert understood(play, "somebody please", "person") == [RunPattern("pattern_human_handoff")]
    assert play(RunPattern("pattern_human_handoff")) == ["utter_ask_why"]


def test_at_a_question_it_must_be_sure(play: Play) -> None:
    assert understood(play, "help", "danger", 0.5) == ALARM
    asking(play, "reason")
    assert understood(play, "the dying swan", "danger", 0.55) == [
        SetSlot("reason", "the dying swan")
    ]


def test_it_answers_the_question_of_its_own_flow(play: Play) -> None:
    play.say("somebody please", "person")
    assert understood(play, "mother is dying", "danger") == ALARM
    assert play(*ALARM) == ["action_call", "utter_ask_continue_conversation"]


def test_asking_again_for_what_is_open_is_an_answer_there(play: Play) -> None:
    play.say("somebody please", "person")
    assert understood(play, "a human please", "person") == [SetSlot("why", "a human please")]


def test_other_flows_still_wait_at_a_question_that_insists(play: Play) -> None:
    asking(play, "reason")
    assert understood(play, "when are you open", "hours") == [
        SetSlot("reason", "when are you open")
    ]
    assert play(StartFlow("hours")) == ["utter_ask_reason"]
    assert understood(play, "stop", "") == [SetSlot("reason", "stop")]
    assert play(CancelFlow())[0] == "utter_flow_cancelled_rasa"


def test_a_yes_answers_only_where_it_may(play: Play) -> None:
    asking(play, "sure")
    assert understood(play, "yes", "affirm") == [SetSlot("sure", True)]


def test_it_goes_before_the_other_requests_of_a_message(play: Play) -> None:
    said = Utterance(
        text="a table, mother is dying",
        intent="book",
        confidence=0.9,
        requests=(
            Request(intent="book", confidence=0.9),
            Request(intent="danger", confidence=0.9),
        ),
    )
    assert list(commands_for(play.flows, play.state, play.slots, said)) == [
        *ALARM,
        StartFlow("book"),
    ]


@pytest.mark.parametrize(("whole", "part", "called"), [(0.9, 0.8, False), (0.5, 0.8, True)])
def test_a_message_surely_about_something_else_wants_a_surer_part(
    play: Play, whole: float, part: float, called: bool
) -> None:
    said = Utterance(
        text="a table, he is coming",
        intent="book",
        confidence=whole,
        requests=(
            Request(intent="book", confidence=0.9),
            Request(intent="danger", confidence=part),
        ),
    )
    commands = list(commands_for(play.flows, play.state, play.slots, said))
    assert commands == ([*ALARM, StartFlow("book")] if called else [StartFlow("book")])


def test_a_grief_that_is_told_answers_the_question_for_a_reason(play: Play) -> None:
    text = "his uncle died"
    entities = ({"entity": "cause", "value": text, "start": 0, "end": len(text)},)
    said = Utterance(text=text, intent="danger", confidence=1.0, entities=entities, told=True)
    pressing = Utterance(text=text, intent="danger", confidence=1.0, entities=entities)
    unnamed = Utterance(text=text, intent="danger", confidence=1.0, told=True)

    def understand(utterance: Utterance) -> list[Command]:
        return list(commands_for(play.flows, play.state, play.slots, utterance))

    assert understand(said) == ALARM
    asking(play, "cause")
    assert understand(said) == [SetSlot("cause", text)]
    assert understand(pressing)[0] == ALARM[0]
    assert understand(unnamed) == ALARM
    # A day that its words name is no reason.
    day = {"entity": "cause", "value": "2026-11-24", "start": 0, "end": len(text)}
    dated = Utterance(text=text, intent="danger", confidence=1.0, entities=(day,), told=True)
    assert understand(dated)[0] == ALARM[0]


def test_a_plain_value_of_the_question_is_still_that_value(play: Play) -> None:
    asking(play, "sure")
    assert understood(play, "yes", "danger") == [SetSlot("sure", True)]
