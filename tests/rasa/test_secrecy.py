"""Answers to sensitive questions, and codes that nobody asked for, are not remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.components.secrecy import Heard, hear
from engine.flows.commands import StartFlow
from tests.engine.flows.playing import Play

FLOWS = """
    flows:
      certificate:
        description: certificate
        steps:
          - collect: code
            sensitive: true
          - collect: name
      door:
        description: door
        steps:
          - collect: key
            sensitive: true
      lost:
        description: lost code
        nlu_trigger: [{intent: lost}]
        steps: [{action: utter_lost}]
"""
DOMAIN = """
    slots:
      code: {type: text, mappings: [{type: custom}]}
      key: {type: text, mappings: [{type: from_entity, entity: code}]}
      name: {type: text, mappings: [{type: custom}]}
    responses:
      utter_ask_code: [{text: a}]
      utter_ask_key: [{text: a}]
      utter_ask_name: [{text: a}]
      utter_lost: [{text: a}]
"""


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path, FLOWS, DOMAIN)


def heard(play: Play, text: str, intent: str = "") -> Heard:
    def parse(given: str) -> dict[str, Any]:
        return {"intent": {"name": intent, "confidence": 0.9}, "entities": [], "text": given}

    return hear(
        text,
        flows=play.flows,
        state=play.state,
        slots=play.slots,
        parse=parse,
        conceal=lambda answer: f"hmac:{len(answer)}",
    )


@pytest.mark.parametrize("text", ["K7MQ-4RTX", "mon code c'est k7mq 4rtx", "azerty", "77 123"])
def test_the_answer_is_kept_as_its_hash_only(play: Play, text: str) -> None:
    play(StartFlow("certificate"))
    said = heard(play, text)
    assert said.text == f"/SetSlots(code=hmac:{len(text)})"
    assert said.masked == "••••"
    assert text not in str(said)


def test_a_code_is_an_answer_whatever_else_the_words_may_mean(play: Play) -> None:
    play(StartFlow("certificate"))
    assert heard(play, "je l'ai perdu ah non K7MQ-4RTX", "lost").text.startswith("/SetSlots(code=")


def test_something_else_is_heard_there_as_ever(play: Play) -> None:
    play(StartFlow("certificate"))
    said = heard(play, "je l'ai perdu", "lost")
    assert (said.text, said.masked) == ("je l'ai perdu", None)
    assert said.parsed["intent"]["name"] == "lost"


@pytest.mark.parametrize("text", ["attendez je le cherche", "voilà", "une minute svp", "azerty"])
def test_where_a_code_is_asked_for_talk_is_heard_as_talk(play: Play, text: str) -> None:
    play(StartFlow("door"))
    said = heard(play, text)
    assert (said.text, said.masked) == (text, None)


@pytest.mark.parametrize("text", ["K7MQ-4RTX", "attendez... k7mq4rtx", "k7m0 4rt", "c'est 4RTX"])
def test_a_code_with_slips_is_kept_as_a_hash_too(play: Play, text: str) -> None:
    play(StartFlow("door"))
    said = heard(play, text, "lost")
    assert said.text == f"/SetSlots(key=hmac:{len(text)})"
    assert said.masked == "••••"
    assert text not in str(said)


def test_a_digest_that_is_typed_is_concealed_once_more(play: Play) -> None:
    play(StartFlow("door"))
    said = heard(play, "hmac:AAAAAAAA")
    assert said.text == "/SetSlots(key=hmac:13)" and said.masked == "••••"


def test_a_code_that_nobody_asked_for_is_masked_before_it_is_understood(play: Play) -> None:
    said = heard(play, "bonjour, voici K7MQ-4RTX")
    assert said.text == said.masked == said.parsed["text"] == "bonjour, voici ••••-••••"


def test_plain_words_are_left_alone(play: Play) -> None:
    assert heard(play, "le 12 mars 2026 de 8h45-9h45").masked is None
