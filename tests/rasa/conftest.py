"""The trained model, loaded once, and a database of its own for what the actions store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.processor import MessageProcessor

from actions.house import current_house
from engine.components.custom_actions import executor
from engine.components.launch import scene_of
from engine.components.model import load_processor
from engine.components.training import ensure_model, trained_model
from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.rasa.roads import FailAction, OurRoad

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let nothing of the tester's own installation be read or written."""
    database = tmp_path_factory.mktemp("house") / "accueil.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{database}")
        patch.setenv("ACCUEIL_PROJECT", str(ROOT))
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        current_house.cache_clear()
        yield
        current_house.cache_clear()


@pytest.fixture(scope="session")
def model(surroundings: None) -> Path:
    ensure_model(ROOT)
    found = trained_model(ROOT)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def processor(model: Path) -> MessageProcessor:
    return load_processor(model)


@pytest.fixture
def database() -> Iterator[Database]:
    found = Database("sqlite://")
    migrate(found)
    yield found
    found.close()


@pytest.fixture
def ours(processor: MessageProcessor, database: Database) -> OurRoad:
    return OurRoad(processor, database, scene=scene_of(current_house().tenants))


@pytest.fixture
def fail_action(monkeypatch: pytest.MonkeyPatch) -> FailAction:
    """Return a function that makes a custom action fail, whoever runs it in this process."""

    async def fails(*_: object) -> None:
        raise RuntimeError("told to fail")

    return lambda name: monkeypatch.setitem(executor().actions, name, fails)
