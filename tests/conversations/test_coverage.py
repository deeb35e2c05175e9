"""Every step and every branch of every flow of the project is visited by some conversation.

A designer who adds a step, a branch, an ``on_failure`` or a rejection adds the conversation that
comes by it; ``python -m engine coverage`` names what is missing, with its line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.conversations import Speed, load_case, play
from engine.flows.conversations.coverage import FlowCoverage, Reached, coverage
from engine.flows.project import Project, load_project

ROOT = Path(__file__).resolve().parents[2]
PROJECT = load_project(ROOT)


@pytest.fixture(scope="module")
def found() -> dict[str, FlowCoverage]:
    return reached_of(PROJECT)


def reached_of(project: Project, *, without: str = "") -> dict[str, FlowCoverage]:
    """Return what the conversations reach, leaving out the files whose name has ``without``."""
    reached = Reached()
    for file in sorted((ROOT / "tests" / "flows").rglob("*.yml")):
        case = load_case(file, ROOT)
        if Speed.LOGIC in case.speeds and not (without and without in file.name):
            play(project.flows, case, reached.note)
    return {item.flow: item for item in coverage(project.own_flows, reached)}


@pytest.mark.parametrize("flow", sorted(flow.id for flow in PROJECT.own_flows))
def test_every_step_and_branch_is_visited(found: dict[str, FlowCoverage], flow: str) -> None:
    assert found[flow].is_complete, "\n".join(found[flow].missing)


def test_services_and_patterns_are_all_looked_at(found: dict[str, FlowCoverage]) -> None:
    for flow in ("prendre_rendez_vous", "verifier_parent", "contact_humain", "pattern_search"):
        assert found[flow].steps > 0


def test_a_branch_that_nobody_takes_any_more_is_named() -> None:
    """The measure itself: without its conversations the search is not covered."""
    missing = reached_of(PROJECT, without="pattern_search.")["pattern_search"].missing
    assert any("step chercher" in place for place in missing)
    assert any("on_failure" in place for place in missing)
    assert all(place.startswith("flows/patterns/pattern_search.yml:") for place in missing)
