"""When a silence ends a conversation and the next message begins a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.components.model import load_processor
from engine.components.training import ensure_model, trained_model
from engine.components.turn import RasaBrain
from engine.delivery.contracts import ConversationKey
from engine.messages import Alias, Inbound, Kind
from engine.storage.database import Database
from engine.storage.migrations import migrate

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

ROOT = Path(__file__).resolve().parents[2]
KEY = ConversationKey(tenant="paroisse", contact="awa")
MINUTE = 60.0


@pytest.fixture(scope="module")
def processor() -> Any:
    ensure_model(ROOT)
    model = trained_model(ROOT)
    assert model is not None
    return load_processor(model)


class Person:
    """Writes to a brain whose sessions end after thirty silent minutes."""

    def __init__(self, processor: Any, database: Database) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()
        self._database = database
        self._brain = RasaBrain(
            processor,
            database,
            session_minutes=lambda tenant, flows: 30,
            now=lambda: self.now,
        )
        self._written = 0

    async def write(self, text: str, *, after: float = MINUTE) -> list[str]:
        """Write ``text`` after so many seconds; return the types of the events of the turn."""
        self.now += after
        self._written += 1
        message = Inbound(
            tenant=KEY.tenant,
            account="test",
            provider="test",
            message_id=str(self._written),
            aliases=(Alias(kind="phone", value="221770000001"),),
            sent_at=datetime.fromtimestamp(self.now, UTC),
            kind=Kind.TEXT,
            text=text,
        )
        result = await self._brain.turn(KEY, message)
        await self._database.run(result.write)
        self._brain.committed(KEY)
        rows = result.write.keywords["rows"]  # type: ignore[attr-defined]  # a partial
        return [event["event"] for event in rows.events]


@pytest.fixture
def person(processor: Any) -> Iterator[Person]:
    database = Database("sqlite://")
    migrate(database)
    yield Person(processor, database)
    database.close()


async def test_the_first_message_begins_a_session(person: Person) -> None:
    assert "session_started" in await person.write("bonjour")


async def test_a_short_silence_goes_on(person: Person) -> None:
    await person.write("bonjour")
    assert "session_started" not in await person.write("merci", after=29 * MINUTE)


async def test_a_long_silence_begins_anew_once(person: Person) -> None:
    await person.write("bonjour")
    assert "session_started" in await person.write("merci", after=31 * MINUTE)
    assert "session_started" not in await person.write("merci")


async def test_each_message_keeps_the_session_open(person: Person) -> None:
    await person.write("bonjour")
    for _ in range(3):
        assert "session_started" not in await person.write("merci", after=20 * MINUTE)


async def test_after_a_restart_there_is_no_session_that_could_end(person: Person) -> None:
    await person.write("bonjour")
    assert "restart" in await person.write("recommencer")
    assert "session_started" not in await person.write("bonjour", after=31 * MINUTE)
