"""The product's loop and Rasa's own do the same on the same conversations."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.processor import MessageProcessor

from engine.flows.conversations import Case
from engine.storage.database import Database
from tests.rasa.roads import FailAction, OurRoad, StockRoad
from tests.rasa.test_conversations_full import CASES

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.asyncio,
    # Rasa's loop warns of every payload that it takes for an intent.
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.path).stem)
async def test_same_answers_slots_actions_and_stack(
    case: Case, processor: MessageProcessor, database: Database, fail_action: FailAction
) -> None:
    for name in case.failing:
        fail_action(name)
    ours, stock = OurRoad(processor, database), StockRoad(processor)
    for turn in case.turns:
        assert await ours.hears(turn) == await stock.hears(turn)


async def test_same_after_many_turns(processor: MessageProcessor, database: Database) -> None:
    """Long enough for the product's window of events to have moved on."""
    ours, stock = OurRoad(processor, database), StockRoad(processor)
    said = [
        "bonjour",
        "je voudrais un rendez-vous pour un baptême",
        "au fait, à quelle heure est la messe ?",
        "mardi",
        "non, plutôt jeudi",
        "oui",
        "quel est le score du match",
        "pouvez-vous répéter",
        "merci beaucoup",
    ]
    for text in said * 3:
        assert await ours.writes(text) == await stock.says(text), text
