"""An emergency is one unless its words say otherwise and another request is sure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from engine.french.alarms import Alarm
from engine.intents.calm import Calm
from engine.intents.model import Guess

CALM = Calm.of(
    {
        "intents": ["danger"],
        "answers": ["value"],
        "masses": ["mass"],
        "news": ["absence"],
        "past": ["absence", "booking"],
        "memory": ["question", "fees"],
        "haste": ["booking"],
    }
)


class Scripted:
    """Guesses the same for any text; ``texts`` are those that it was asked about."""

    def __init__(self, **shares: float) -> None:
        self.shares = shares
        self.texts: list[str] = []
        self.intents = ("danger", "value", "absence", "booking", "question", "fees", "mass")

    def guess(self, text: str, without: Collection[str] = ()) -> Guess:
        self.texts.append(text)
        left = {name: self.shares.get(name, 0.0) for name in self.intents if name not in without}
        whole = sum(left.values()) or 1.0
        shares = ((name, share / whole) for name, share in left.items())
        ranking = tuple(sorted(shares, key=lambda one: -one[1]))
        name, share = ranking[0]
        known = share >= 0.25
        return Guess(
            intent=name if known else None,
            confidence=share if known else 1 - share,
            ranking=ranking,
            in_scope=1.0,
        )


def hear(text: str, **shares: float) -> Guess:
    return CALM.hear(Scripted(**shares), text)


def settled(text: str, **shares: float) -> Guess | None:
    model = Scripted(**shares)
    return CALM.settled(model, text)


@pytest.mark.parametrize(
    ("text", "shares", "intent"),
    [
        # The reason of a request that is sure.
        ("absent, son oncle est mort", {"danger": 0.9, "absence": 0.1}, "absence"),
        # Of no such request.
        ("son oncle est mort", {"danger": 0.9, "booking": 0.1}, "danger"),
        # Of none that is sure.
        ("absent, son oncle est mort", {"danger": 0.9, "absence": 0.05, "mass": 0.05}, "danger"),
        # A word of danger, or none that is known.
        ("absent, son oncle agonise", {"danger": 0.9, "absence": 0.1}, "danger"),
        ("sama doom mingi dee", {"danger": 0.9, "absence": 0.1}, "danger"),
        # Long ago it goes with more.
        ("mon oncle est mort en 2019, un rdv", {"danger": 0.9, "booking": 0.1}, "booking"),
        ("mon oncle est mort, un rdv", {"danger": 0.9, "booking": 0.1}, "danger"),
        # Haste is about a thing; what is only an answer is no request.
        ("un rdv c'est urgent", {"danger": 0.9, "value": 0.08, "booking": 0.02}, "booking"),
        ("c'est urgent", {"danger": 0.9, "mass": 0.1}, "danger"),
        # A mass for the dead is asked for, however unsure it is of what kind.
        ("une messe pour mon défunt mari", {"danger": 0.9, "mass": 0.09, "fees": 0.01}, "fees"),
        # Where no emergency is heard nothing is asked.
        ("une messe pour mon défunt mari", {"mass": 0.9, "fees": 0.1}, "mass"),
    ],
)
def test_what_an_emergency_is_after_all(text: str, shares: dict[str, float], intent: str) -> None:
    assert hear(text, **shares).intent == intent


def test_a_word_of_danger_makes_one_of_two_possibilities_sure() -> None:
    assert hear("un rdv, je veux en finir", danger=0.3, booking=0.7).intent == "danger"
    assert hear("un rdv, je veux en finir", danger=0.3, booking=0.7).confidence >= 0.9
    assert hear("un rdv, je veux en finir", danger=0.1, booking=0.9).intent == "booking"
    assert hear("un rdv le plus vite", danger=0.3, booking=0.7).intent == "booking"


def test_a_danger_and_a_mass_for_the_dead_need_not_be_taken_apart() -> None:
    mass = "ma mère est morte il y a un an, une messe pour elle"
    found = settled(mass, danger=0.3, mass=0.6, fees=0.1)
    assert found is not None and found.intent == "fees"
    # It sounds like any mass, unless somebody asks when.
    other = settled(mass, danger=0.1, mass=0.8, fees=0.1)
    assert other is not None and other.intent == "fees"
    assert settled(f"{mass}, à quelle heure ?", danger=0.1, mass=0.9) is None
    assert settled(mass, danger=0.1, fees=0.9) is None
    danger = settled("un rdv, ma mère agonise", danger=0.4, booking=0.6)
    assert danger is not None and danger.intent == "danger"
    assert settled("un rdv, ma mère est à l'hôpital", danger=0.4, booking=0.6) is None
    assert settled("son oncle est mort", danger=0.9, mass=0.1) is None


@pytest.mark.parametrize(
    ("text", "part", "others", "expected"),
    [
        ("absent, son oncle est mort", "son oncle est mort", {"absence"}, True),
        ("absent, son oncle est mort", "son oncle est mort", {"mass"}, False),
        ("absent, son oncle est mort", "son oncle est mort", set(), False),
        ("absent, son oncle agonise", "son oncle agonise", {"absence"}, False),
        # The danger stands in another part.
        ("son oncle est mort, absent, ma mère agonise", "son oncle est mort", {"absence"}, False),
        ("un rdv, c'est urgent", "c'est urgent", {"booking"}, True),
        ("absent, ça presse", "ça presse", {"absence"}, False),
    ],
)
def test_a_reason_told_beside_a_request(
    text: str, part: str, others: set[str], expected: bool
) -> None:
    assert CALM.is_background(text, part, "danger", others) is expected
    assert not CALM.is_background(text, part, "mass", others)


def test_a_grief_that_is_told_may_answer() -> None:
    assert CALM.is_told("son oncle est mort", "danger")
    assert not CALM.is_told("son oncle est mort", "mass")
    assert not CALM.is_told("son oncle agonise", "danger")
    assert not CALM.is_told("c'est urgent", "danger")


@pytest.mark.parametrize("text", ["son oncle est mort", "une messe pour un défunt", "je me tue"])
def test_without_settings_nothing_changes(text: str) -> None:
    nothing: Any = Scripted(danger=0.9, absence=0.1)
    calm = Calm.of({})
    assert calm.hear(nothing, text).intent == "danger"
    assert calm.settled(nothing, text) is None
    assert not calm.is_background(text, text, "danger", {"absence"})
    assert not calm.is_told(text, "danger")


@pytest.mark.parametrize("kind", ["memory", "news", "haste"])
def test_a_request_that_nobody_taught_calms_nothing(kind: str) -> None:
    calm = Calm.of({"intents": ["danger"], kind: ["renamed"]})
    for text in ("une messe pour mon défunt père", "son oncle est mort", "c'est urgent"):
        model = Scripted(danger=0.9, absence=0.1)
        assert calm.hear(model, text).intent == "danger"
        assert model.texts == [text]


def test_settings_name_kinds_of_alarms() -> None:
    assert CALM.beside[Alarm.NEWS] == {"absence"}
    assert Alarm.DANGER not in CALM.beside
    assert Alarm.UNKNOWN not in CALM.beside
