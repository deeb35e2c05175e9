"""What is due while the house is closed, or dies, is said once when it is open again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio

from engine.delivery.contracts import ConversationKey
from engine.delivery.timers import arm
from engine.storage.database import Database
from tests.acceptance.conftest import meta_of, meta_variables
from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import PATIENCE, FrontDeskProcess
from tests.acceptance.person import Person

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

#: What the timer says: a flow of every project that answers with buttons.
PAYLOAD = "/aide"
#: Twenty-six hours, in seconds.
TOMORROW = "93600"
NUMBER = "221770009100"


@pytest_asyncio.fixture(loop_scope="session")
async def closed(
    graph: FakeGraph, http: httpx.AsyncClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[FrontDeskProcess, Person]]:
    """A house that was open once, knows one person, and has something to tell them tomorrow."""
    desk = FrontDeskProcess(tmp_path_factory.mktemp("timers"), meta_variables(graph))
    await desk.start()
    person = Person(NUMBER, meta_of(http, desk), graph, desk)
    await person.writes("bonjour")
    await desk.stop()
    set_timer(desk)
    yield desk, person
    await desk.stop()


def set_timer(desk: FrontDeskProcess) -> None:
    ((tenant, contact),) = desk.rows("SELECT tenant, contact FROM conversations")
    now = datetime.now(UTC)
    database = Database(f"sqlite:///{desk.database}")
    with database.transaction() as connection:
        arm(
            connection,
            ConversationKey(tenant=tenant, contact=contact),
            name="test:1",
            due_at=now + timedelta(hours=24),
            zone="Africa/Dakar",
            payload=PAYLOAD,
            now=now,
        )
    database.close()


async def until_reminded(desk: FrontDeskProcess) -> None:
    """Wait until the reminder is handed over."""
    query = "SELECT status FROM outbox WHERE origin = 'reminder'"
    async with asyncio.timeout(PATIENCE):
        while [state for (state,) in desk.rows(query)] != ["sent"]:
            await asyncio.sleep(0.02)


async def test_a_timer_speaks_once_whatever_dies_on_the_way(
    closed: tuple[FrontDeskProcess, Person],
) -> None:
    desk, person = closed
    before = len(person.received)
    for point in ("timers-fired", "timers-committed"):
        # It dies by itself, before or after it has said that it is ready.
        with contextlib.suppress(AssertionError):
            await desk.start(ACCUEIL_CLOCK_SHIFT=TOMORROW, ACCUEIL_CRASH_AT=point)
        assert await desk.ended() < 0
        assert len(person.received) == before
    await desk.start(ACCUEIL_CLOCK_SHIFT=TOMORROW)
    await until_reminded(desk)
    # Whatever would be said twice would be said before the answer to this.
    await person.writes("merci beaucoup")
    reminders = [sent for sent in person.received[before:] if "Choisissez" in sent.text]
    assert len(reminders) == 1
    assert desk.rows("SELECT status, fired_at IS NOT NULL FROM timers") == [("fired", 1)]
