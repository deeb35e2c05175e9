"""One model for all tests of the room."""

from __future__ import annotations

import pytest

from engine.intents.model import Model
from engine.intents.training import train
from tests.engine.intents.examples import EXAMPLES, SETTINGS


@pytest.fixture(scope="session")
def model() -> Model:
    return train(EXAMPLES, SETTINGS, {"personne": ["curé", "prêtre", "père"]})
