"""What sounds like an emergency and is none, and what is one, through the trained model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered

from engine.components.fold import utterance_of
from engine.components.nlu_graph import NluGraph
from engine.flows.commands import Command, SetSlot, StartFlow
from engine.flows.interpreter import handle, proceed
from engine.flows.run import LISTEN
from engine.flows.state import State
from engine.flows.understanding import commands_for
from engine.loaded_project import loaded_project

pytestmark = pytest.mark.rasa

FILE = Path(__file__).resolve().parents[1] / "alarms" / "alarms.yml"
CALL = "contact_humain"
#: An absence of a child whose parent is known, up to each of its questions.
ABSENT: tuple[Command, ...] = (
    StartFlow("signaler_absence"),
    SetSlot("acces_parent", "ouvert"),
    SetSlot("nombre_enfants", "un"),
    SetSlot("enfant", "3"),
    SetSlot("seances_enfant", "oui"),
)
WHEN: tuple[Command, ...] = (*ABSENT, SetSlot("jour_absence", "2026-11-28"))

#: From a message, and from what was said before, to the commands that it means.
Hears = Callable[..., list[Command]]


@pytest.fixture(scope="module")
def hears(processor: MessageProcessor) -> Hears:
    """Return a function from a message to its commands, in the state that commands have led to."""
    graph = NluGraph(processor)
    flows = loaded_project().flows

    def heard(text: str, *before: Command) -> list[Command]:
        state, slots = State(), dict(flows.domain.initial_values)
        if before:
            outcome = handle(flows, state, slots, before)
            while True:
                slots |= outcome.slots
                if outcome.action == LISTEN:
                    break
                outcome = proceed(flows, outcome.state, slots)
            state = outcome.state
        parsed = graph.parse(text)
        said = utterance_of(UserUttered(text, parsed["intent"], parsed["entities"], parsed))
        return list(commands_for(flows, state, slots, said))

    return heard


def sentences() -> Iterator[Any]:
    for name, group in yaml.safe_load(FILE.read_text("utf-8")).items():
        for text in group["say"]:
            yield pytest.param(text, group, id=f"{name}: {text}")


def started(commands: list[Command]) -> list[str]:
    return [command.flow for command in commands if isinstance(command, StartFlow)]


@pytest.mark.parametrize(("text", "group"), [*sentences()])
def test_a_first_message(hears: Hears, text: str, group: dict[str, Any]) -> None:
    found = started(hears(text))
    assert "starts" not in group or not set(group["starts"]).isdisjoint(found)
    assert set(group.get("never", ())).isdisjoint(found)


def test_there_are_sentences_on_both_sides() -> None:
    groups = yaml.safe_load(FILE.read_text("utf-8"))
    assert len(groups.pop("urgence")["say"]) >= 100
    assert sum(len(group["say"]) for group in groups.values()) >= 100


@pytest.mark.parametrize(
    "text",
    [
        "son grand-père est décédé",
        "sa grand-mère est morte cette nuit",
        "sa tante vient de mourir",
        "décès dans la famille",
        "nous sommes en deuil",
        "elle est hospitalisée",
        "il est à l'hôpital",
        "ma mère est décédée",
        "l'enterrement de son oncle",
        "parce que son parrain est décédé",
    ],
)
def test_a_grief_is_the_reason_that_is_asked_for(hears: Hears, text: str) -> None:
    commands = hears(text, *WHEN)
    assert started(commands) == []
    assert next(c.slot for c in commands if isinstance(c, SetSlot)) == "raison_absence"


@pytest.mark.parametrize("text", ["son grand-père est décédé", "elle est hospitalisée"])
def test_and_is_kept_when_the_day_is_asked_for(hears: Hears, text: str) -> None:
    assert SetSlot("raison_absence", text) in hears(text, *ABSENT)
    assert started(hears(text, *ABSENT)) == []


@pytest.mark.parametrize("before", [ABSENT, WHEN], ids=["day", "reason"])
@pytest.mark.parametrize(
    "text",
    [
        "mon père est mourant, il faut un prêtre vite",
        "il est dans le coma, il réclame l'onction",
        "elle est en train de mourir",
        "elle est morte cette nuit",
        "mon fils est mort",
        "je veux en finir",
        "ma mère vient de mourir, venez",
    ],
)
def test_a_danger_waits_for_no_answer(hears: Hears, text: str, before: tuple[Command, ...]) -> None:
    assert started(hears(text, *before)) == [CALL]


def test_the_first_message_brings_its_reason_along(hears: Hears) -> None:
    commands = hears("Paul sera absent dimanche, son grand-père est décédé")
    assert commands[0] == StartFlow("signaler_absence")
    assert SetSlot("raison_absence", "son grand-père est décédé") in commands


@pytest.mark.parametrize("text", ["ma mère est décédée", "mon père est mort ce matin"])
def test_elsewhere_a_death_is_no_answer(hears: Hears, text: str) -> None:
    assert started(hears(text, StartFlow("prendre_rendez_vous"))) == [CALL]
    assert started(hears(text, StartFlow("inscrire_enfant"))) == [CALL]
    assert started(hears(text, StartFlow("demander_certificat"))) == [CALL]
