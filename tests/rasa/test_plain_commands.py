"""The commands that people who know Rasa type, each once, side by side because each is slow."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.meta_client import MetaClient
from tests.rasa.processes import Running, free_port, running, until_answers

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="module")]

SECRET = "secret-of-the-tests"


def rasa(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rasa", *arguments]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def graph() -> AsyncIterator[FakeGraph]:
    async with FakeGraph() as fake:
        yield fake


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    model: Path, graph: FakeGraph, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, Running]]:
    """Give the address of ``rasa run``, and its process."""
    port = free_port()
    variables = {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('served') / 'a.db'}",
        "META_PHONE_NUMBER_ID": "111",
        "META_APP_SECRET": SECRET,
        "META_VERIFY_TOKEN": "verify",
        "META_ACCESS_TOKEN": "access",
        "META_API_URL": graph.url,
    }
    command = rasa("run", "-m", str(model), "-p", str(port), "-i", "127.0.0.1")
    async with running(*command, **variables) as process:
        await until_answers(process, f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}", process


async def test_rasa_data_validate(tmp_path: Path) -> None:
    command = rasa("data", "validate", "-c", "config/config.yml")
    async with running(*command, DATABASE_URL=f"sqlite:///{tmp_path / 'a.db'}") as process:
        code, printed = await process.says()
    assert code == 0, printed
    assert "No story structure conflicts found" in printed


async def test_rasa_shell_answers(model: Path, tmp_path: Path) -> None:
    command = rasa("shell", "-m", str(model), "-p", str(free_port()))
    command += ["--conversation-id", "paroisse:shell"]
    async with running(*command, DATABASE_URL=f"sqlite:///{tmp_path / 'a.db'}") as process:
        # The welcome offers buttons; Enter alone takes the first one, the mass times.
        code, printed = await process.says("bonjour", "", "où se trouve la paroisse", "/stop")
    assert code == 0, printed
    assert "bienvenue" in printed
    assert "messes de la semaine" in printed
    assert "Notre-Dame-des-Filaos" in printed


async def test_rasa_run_answers_a_signed_webhook(
    served: tuple[str, Running], graph: FakeGraph
) -> None:
    url, process = served
    async with httpx.AsyncClient(trust_env=False) as http:
        meta = MetaClient(
            http,
            f"{url}/webhooks/whatsapp/paroisse-meta",
            app_secret=SECRET,
            verify_token="verify",
        )
        assert (await meta.handshake("4711")).text == "4711"
        payload = meta.webhook(meta.text("221770000001", "je voudrais prendre rendez-vous"))
        assert (await meta.post_forged(payload)).status_code == 403
        for _ in range(2):
            assert (await meta.post(payload)).status_code == 200, process.printed
        [asked] = await graph.wait_for(1)
        ident, title = asked.choices[0]
        tap = meta.list_tap("221770000001", ident, title, answers=asked.wamid)
        assert (await meta.post(meta.webhook(tap))).status_code == 200
        _, who = await graph.wait_for(2)
    assert "motif" in asked.text and "qui" in who.text


async def test_rasa_run_has_the_simulator_and_no_door_too_many(
    served: tuple[str, Running],
) -> None:
    url, _ = served
    async with httpx.AsyncClient(trust_env=False) as http:
        page = await http.get(f"{url}/webhooks/simulator")
        assert page.status_code == 200 and "Notre-Dame-des-Filaos" in page.text
        for path in ("/webhooks/whatsapp/mairie-meta", "/webhooks/rest/webhook"):
            assert (await http.post(url + path, json={})).status_code == 404
