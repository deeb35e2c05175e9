"""One front desk for all tests that need no special one, and people who talk to it.

Everybody has a phone number of their own, so no test meets the conversation of another.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.meta_client import MetaClient
from tests.acceptance.person import Person

ACCESS_TOKEN = "access-token-of-the-tests"
APP_SECRET = "app-secret-of-the-tests"
VERIFY_TOKEN = "verify-token-of-the-tests"
PHONE_NUMBER_ID = "106540352242922"
WEBHOOK = "/webhooks/whatsapp/paroisse-meta"
#: Characters of a front desk's output that a failed test shows.
_SHOWN = 6000

#: ``person()`` is somebody who has never written before.
Stranger = Callable[[], Person]


def meta_variables(graph: FakeGraph) -> dict[str, str]:
    """Return the variables that open the account of the parish towards ``graph``."""
    return {
        "META_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "META_APP_SECRET": APP_SECRET,
        "META_VERIFY_TOKEN": VERIFY_TOKEN,
        "META_ACCESS_TOKEN": ACCESS_TOKEN,
        "META_API_URL": graph.url,
    }


def meta_of(http: httpx.AsyncClient, desk: FrontDeskProcess) -> MetaClient:
    """Return Meta's side of the account of ``desk``."""
    return MetaClient(
        http,
        desk.url + WEBHOOK,
        app_secret=APP_SECRET,
        verify_token=VERIFY_TOKEN,
        phone_number_id=PHONE_NUMBER_ID,
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # The machine's proxy, if there is one, has no business on the loopback address.
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def graph() -> AsyncIterator[FakeGraph]:
    async with FakeGraph(access_token=ACCESS_TOKEN) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desk(
    graph: FakeGraph, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FrontDeskProcess]:
    running = FrontDeskProcess(tmp_path_factory.mktemp("desk"), meta_variables(graph))
    await running.start()
    yield running
    await running.stop()


@pytest.fixture(scope="session")
def meta(http: httpx.AsyncClient, desk: FrontDeskProcess) -> MetaClient:
    return meta_of(http, desk)


@pytest.fixture(scope="session")
def numbers() -> Iterator[str]:
    return (f"22177000{number:04d}" for number in itertools.count(1))


@pytest.fixture
def person(
    numbers: Iterator[str], meta: MetaClient, graph: FakeGraph, desk: FrontDeskProcess
) -> Stranger:
    return lambda: Person(next(numbers), meta, graph, desk)


@pytest.fixture
def awa(person: Stranger) -> Person:
    return person()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    """Show the end of what every front desk of a failed test printed."""
    report: Any = yield
    if report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            log: Path | None = getattr(value, "log", None)
            if isinstance(log, Path) and log.exists():
                end = log.read_text(encoding="utf-8", errors="replace")[-_SHOWN:]
                report.sections.append((f"{name} printed", end))
    return report
