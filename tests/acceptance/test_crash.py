"""kill -9 at four places of the road, each time followed by a new start on the same database.

Two installations die twice each, side by side. The later place comes first: what a new start has to
finish of the message before must not meet the place where the next one dies.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from engine.delivery.timings import Timings
from tests.acceptance.conftest import ACCESS_TOKEN, meta_of, meta_variables
from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import PATIENCE, FrontDeskProcess
from tests.acceptance.meta_client import Item
from tests.acceptance.person import Person

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

CHAINS = (("provider-accepted", "inbox-committed"), ("turn-committed", "turn-done"))
POINTS = [point for chain in CHAINS for point in chain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """One kill, and whose message was on the road at that moment."""

    person: Person
    message: Item
    desk: FrontDeskProcess
    # Exit code of the process.
    end: int
    # Whether Meta had its 200.
    acknowledged: bool
    # Rows of the message in the inbox after the kill.
    stored: int


class Installation:
    """One database over several lives."""

    def __init__(self, folder: Path, graph: FakeGraph, http: httpx.AsyncClient) -> None:
        self.desk = FrontDeskProcess(folder, meta_variables(graph))
        self._graph = graph
        self._meta = meta_of(http, self.desk)
        self.deaths: dict[str, Death] = {}

    async def live(self, points: Sequence[str]) -> None:
        """Die at each of ``points``; then start for good, and get delivered again what Meta has."""
        for point in points:
            await self._start(ACCUEIL_CRASH_AT=point)
            self.deaths[point] = await self._die()
        await self.desk.start()
        await self._report()
        for death in self.deaths.values():
            await self._meta.post(self._meta.webhook(death.message))
        await self._answered()

    async def _start(self, **variables: str) -> None:
        await self.desk.start(**variables)
        await self._report()
        await self._answered()

    async def _answered(self) -> None:
        # An answer of which nobody knows whether it left waits for a report before it goes out.
        patience = Timings().settle + PATIENCE
        messages = [death.message["id"] for death in self.deaths.values()]
        await self.desk.answered(*messages, patience=patience)

    async def _report(self) -> None:
        """Let Meta tell of everything that it has accepted."""
        for sent in list(self._graph.accepted):
            await self._meta.post(self._meta.status(sent.wamid, "delivered", ref=sent.ref))

    async def _die(self) -> Death:
        person = Person(f"22177000900{len(self.deaths)}", self._meta, self._graph, self.desk)
        message = self._meta.text(person.number, "je voudrais un rendez-vous pour un baptême")
        acknowledged = False
        with contextlib.suppress(httpx.TransportError):
            response = await self._meta.post(self._meta.webhook(message))
            acknowledged = response.status_code == 200
        end = await self.desk.ended()
        stored = self.desk.rows("SELECT id FROM inbox WHERE message_id = ?", message["id"])
        return Death(
            person=person,
            message=message,
            desk=self.desk,
            end=end,
            acknowledged=acknowledged,
            stored=len(stored),
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def deaths(
    desk: FrontDeskProcess, http: httpx.AsyncClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Death]]:
    # ``desk`` is asked for so that the model is there: trained once, not twice side by side.
    async with contextlib.AsyncExitStack() as stack:
        houses = []
        for _ in CHAINS:
            graph = await stack.enter_async_context(FakeGraph(access_token=ACCESS_TOKEN))
            houses.append(Installation(tmp_path_factory.mktemp("house"), graph, http))
            stack.push_async_callback(houses[-1].desk.stop)
        pairs = zip(houses, CHAINS, strict=True)
        await asyncio.gather(*(house.live(points) for house, points in pairs))
        yield {point: death for house in houses for point, death in house.deaths.items()}


@pytest.mark.parametrize("point", POINTS)
async def test_nothing_acknowledged_is_lost_and_nothing_said_twice(
    deaths: dict[str, Death], point: str
) -> None:
    death = deaths[point]
    assert death.end == -signal.SIGKILL
    assert death.stored == 1
    # At this place nothing is acknowledged yet: Meta delivers again, and it is known.
    assert not (point == "inbox-committed" and death.acknowledged)
    [who] = death.person.received
    assert "qui" in who.text
    # The conversation stands where it stood.
    await death.person.taps("Père André")
    [offer] = await death.person.taps("Au plus tôt")
    [summary] = await death.person.taps(offer.choices[0][1])
    assert "un baptême" in summary.text and "le père André" in summary.text
    done, _ = await death.person.taps("Oui, réservez")
    assert "réservé" in done.text
