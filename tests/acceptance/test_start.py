"""How the front desk starts: with a door closed, with a fault in its settings; and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.conftest import WEBHOOK, meta_of
from tests.acceptance.front_desk_process import ROOT, FrontDeskProcess, command, surroundings

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

SECRET_KEY = "secret-key-of-the-tests-long-enough"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def closed(
    desk: FrontDeskProcess, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FrontDeskProcess]:
    """Give a front desk without any variable of Meta, and in production."""
    if (ROOT / ".env").exists():
        pytest.skip("a .env may open the door that must be closed")
    variables = {"ACCUEIL_PROFILE": "production", "SECRET_KEY": SECRET_KEY}
    running = FrontDeskProcess(tmp_path_factory.mktemp("closed"), variables)
    await running.start()
    yield running
    await running.stop()


async def test_a_door_without_its_variables_is_closed_and_said_once(
    closed: FrontDeskProcess, http: httpx.AsyncClient
) -> None:
    lines = [line for line in closed.printed.splitlines() if "paroisse-meta" in line]
    assert len(lines) == 1 and "META_APP_SECRET" in lines[0] and "closed" in lines[0]
    meta = meta_of(http, closed)
    assert (await meta.say("221770000001", "bonjour")).status_code == 404
    assert (await meta.handshake()).status_code == 404


async def test_the_rest_of_the_house_runs(
    closed: FrontDeskProcess, http: httpx.AsyncClient
) -> None:
    assert (await http.get(f"{closed.url}/ready")).json()["ready"] is True


async def test_the_simulator_is_off_in_production(
    closed: FrontDeskProcess, http: httpx.AsyncClient
) -> None:
    assert (await http.get(f"{closed.url}/simulator")).status_code == 404
    assert "simulator   off" in closed.printed


async def test_the_desk_of_the_office_is_off_in_production_without_its_token(
    closed: FrontDeskProcess, http: httpx.AsyncClient
) -> None:
    assert (await http.get(f"{closed.url}/desk")).status_code == 404


async def test_no_families_of_the_demonstration_in_production(closed: FrontDeskProcess) -> None:
    assert closed.count("families") == 0


async def test_it_ends_when_it_is_asked_to(closed: FrontDeskProcess) -> None:
    assert await closed.stop() == 0
    assert "Traceback" not in closed.printed


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("PORT", "high", "a port number from 1 to 65535"), ("LOG_FORMAT", "xml", "text or json")],
)
async def test_a_malformed_value_stops_the_start_with_its_name(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        *command(),
        cwd=ROOT,
        env=surroundings(DATABASE_URL=f"sqlite:///{tmp_path}/a.db", **{name: value}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        printed, _ = await process.communicate()
    text = printed.decode()
    assert process.returncode == 1
    assert f"{name} is '{value}', expected {expected}" in text and "Traceback" not in text
    assert WEBHOOK not in text
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "SECRET_KEY is not set"), ("too-short", "SECRET_KEY is malformed")],
)
async def test_production_does_not_start_without_a_key_of_its_own(
    tmp_path: Path, key: str, said: str
) -> None:
    if (ROOT / ".env").exists():
        pytest.skip("a .env may hold the key that must be missing")
    more = {"SECRET_KEY": key} if key else {}
    address = f"sqlite:///{tmp_path}/a.db"
    process = await asyncio.create_subprocess_exec(
        *command(),
        cwd=ROOT,
        env=surroundings(DATABASE_URL=address, ACCUEIL_PROFILE="production", **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        printed, _ = await process.communicate()
    text = printed.decode()
    assert process.returncode == 1 and said in text and "Traceback" not in text
    # A secret is not repeated, not even a bad one.
    assert "too-short" not in text
    assert not (tmp_path / "a.db").exists()
