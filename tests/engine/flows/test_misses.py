"""A question that is not answered again and again tells how to get out of it, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from tests.engine.flows.booking import BOOKING, DOMAIN
from tests.engine.flows.playing import Play

STUCK = "utter_question_stuck"


@pytest.fixture
def booking(tmp_path: Path) -> Play:
    play = Play(tmp_path, BOOKING, DOMAIN)
    play(StartFlow("book"))
    return play


def test_it_is_told_before_the_third_time_and_not_again(booking: Play) -> None:
    said = [booking(CannotHandle()) for _ in range(5)]
    assert [STUCK in replies for replies in said] == [False, True, False, False, False]
    assert said[1] == ["utter_ask_rephrase", STUCK, "utter_ask_day"]


def test_refused_values_are_misses_of_every_kind(booking: Play) -> None:
    booking(SetSlot("day", "mardi"))
    assert STUCK not in booking(SetSlot("guests", "beaucoup"))
    assert booking(SetSlot("guests", 12)) == ["utter_too_many", STUCK, "utter_ask_guests"]


def test_an_answer_begins_the_count_anew(booking: Play) -> None:
    booking(CannotHandle())
    booking(SetSlot("day", "mardi"))
    assert STUCK not in booking(CannotHandle())
    assert STUCK in booking(CannotHandle())


@pytest.mark.parametrize(
    "other",
    [StartFlow("hours"), RunPattern("pattern_chitchat"), SkipQuestion(), SetSlot("guests", 3)],
)
def test_something_else_is_no_miss(booking: Play, other: object) -> None:
    booking(CannotHandle())
    booking(other)  # type: ignore[arg-type]
    assert STUCK not in booking(CannotHandle())
    assert STUCK in booking(CannotHandle())


def test_what_is_known_by_checking_is_no_miss(tmp_path: Path) -> None:
    """The action that checks an answer may refuse it and have come further: it asks on."""
    play = Play(
        tmp_path,
        "{flows: {f: {description: f, steps: [{collect: hour}]}}}",
        """
        slots:
          hour: {type: text}
          search: {type: text}
        responses: {utter_ask_hour: [{text: When?}]}
        actions: [validate_hour]
        """,
    )
    play(StartFlow("f"))
    for number in range(4):
        text = f"page {number}"
        said = play(
            SetSlot("hour", text), results={"validate_hour": {"hour": None, "search": text}}
        )
        assert said == ["validate_hour", "utter_ask_hour"]
    refused = {"validate_hour": {"hour": None}}
    assert STUCK not in play(SetSlot("hour", "x"), results=refused)
    assert STUCK in play(SetSlot("hour", "x"), results=refused)


def test_the_question_can_still_be_left(booking: Play) -> None:
    booking(CannotHandle())
    booking(CannotHandle())
    assert "utter_flow_cancelled_rasa" in booking(CancelFlow())
