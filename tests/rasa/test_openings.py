"""First messages of people, written apart from the training data, start what they ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered

from engine.components.fold import utterance_of
from engine.components.nlu_graph import NluGraph
from engine.flows.commands import RunPattern, StartFlow
from engine.flows.state import State
from engine.flows.understanding import commands_for
from engine.loaded_project import loaded_project

FOLDER = Path(__file__).resolve().parents[1] / "openings"
#: Share of messages that must be understood.
AIM = 0.95
#: Patterns that answer without beginning anything: what an unrelated message may get.
HARMLESS = {"pattern_chitchat", "pattern_cannot_handle", "pattern_search"}

Starts = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def starts(processor: MessageProcessor) -> Starts:
    """Return a function from a message to the flows that it starts, with nothing open."""
    graph = NluGraph(processor)
    flows = loaded_project().flows

    def started(text: str) -> list[str]:
        parsed = graph.parse(text)
        event = UserUttered(text, parsed["intent"], parsed["entities"], parsed)
        commands = commands_for(flows, State(), flows.domain.initial_values, utterance_of(event))
        names = [c.flow for c in commands if isinstance(c, StartFlow)]
        return names + [c.pattern for c in commands if isinstance(c, RunPattern)]

    return started


def read(key: str) -> list[Any]:
    """Return what all hands have written: ``openings*.yml`` or ``out_of_scope*.yml``."""
    files = sorted(FOLDER.glob(f"{key}*.yml"))
    return [one for file in files for one in yaml.safe_load(file.read_text("utf-8"))[key]]


def complain(failures: list[str], total: int) -> None:
    right = (total - len(failures)) / total
    summary = f"{right:.3f} of {total}"
    if os.environ.get("SHOW_OPENINGS"):
        print(summary, *failures, sep="\n")
    assert right >= AIM, "\n".join([summary, *failures])


def test_openings_reach_the_right_flow(starts: Starts) -> None:
    openings = read("openings")
    failures = []
    for opening in openings:
        found = starts(opening["say"])
        right = not set(opening["starts"]).isdisjoint(found)
        # Of two requests both must start.
        right = right and ("also" not in opening or not set(opening["also"]).isdisjoint(found))
        if not right or not set(opening.get("never", ())).isdisjoint(found):
            wanted = [opening["starts"], *([opening["also"]] if "also" in opening else [])]
            failures.append(f"{opening['say']!r}: {found}, expected {wanted}")
    assert len(openings) >= 1_500
    complain(failures, len(openings))


def test_messages_out_of_scope_start_nothing(starts: Starts) -> None:
    messages = read("out_of_scope")
    failures = []
    for text in messages:
        found = set(starts(text)) - HARMLESS
        if found:
            failures.append(f"{text!r}: {sorted(found)}")
    assert len(messages) >= 500
    complain(failures, len(messages))


@pytest.mark.parametrize("asked", ["rdv", "rdv baptême père andré", "rendez-vous mariage"])
@pytest.mark.parametrize(
    "moment",
    [
        *("mardi", "demain à 10h", "le 10 décembre à 15h30", "le 12/12 à 15h30"),
        *("le 1er décembre à 9h30 du matin", "samedi 5 décembre 2026 vers 10h30"),
    ],
)
def test_a_short_booking_is_heard_however_long_its_date(
    starts: Starts, asked: str, moment: str
) -> None:
    assert starts(f"{asked} {moment}") == ["prendre_rendez_vous"]
