"""Every conversation of ``tests/flows`` at full speed: its words through the trained model."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.conversations import Case, Speed, describe_failures, load_case
from engine.loaded_project import loaded_project
from tests.rasa.conftest import ROOT
from tests.rasa.roads import FailAction, OurRoad

pytestmark = pytest.mark.rasa

FILES = sorted((ROOT / "tests" / "flows").rglob("*.yml"))
CASES = [case for file in FILES if Speed.FULL in (case := load_case(file, ROOT)).speeds]


def test_there_are_conversations() -> None:
    assert len(CASES) > 20


@pytest.mark.asyncio
@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.path).stem)
async def test_conversation(case: Case, ours: OurRoad, fail_action: FailAction) -> None:
    for name in case.failing:
        fail_action(name)
    names = loaded_project().flows.domain.slots
    seen = [(await ours.hears(turn)).observed(names) for turn in case.turns]
    assert describe_failures(case, seen) == ""
