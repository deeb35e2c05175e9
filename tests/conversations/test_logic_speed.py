"""Every conversation of tests/flows, decided by the flows alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.conversations import Speed, describe_failures, load_case, play
from engine.flows.flow_set import FlowSet
from engine.flows.project import load_project

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "flows").rglob("*.yml"))


@pytest.fixture(scope="module")
def flows() -> FlowSet:
    return load_project(ROOT).flows


def test_there_are_conversations() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_conversation(flows: FlowSet, file: Path) -> None:
    case = load_case(file, ROOT)
    if Speed.LOGIC not in case.speeds:
        pytest.skip("full speed only")
    failures = describe_failures(case, play(flows, case))
    assert not failures, f"\n{case.title}\n{failures}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_named_after_a_flow_or_an_intent(flows: FlowSet, file: Path) -> None:
    """``<flow>.<case>.yml``: a designer finds the conversations of a flow by its name."""
    subject, _, about = file.stem.partition(".")
    intents = {trigger.intent for flow in flows.values() for trigger in flow.triggers}
    assert about, f"{file.name} has no case in its name"
    assert subject in {*flows, *intents, "incompris", "politesses"}
