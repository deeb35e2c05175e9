"""The office is told of a request by webhook, mail and WhatsApp, over a kill -9 in the middle."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.conftest import meta_of, meta_variables
from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import PATIENCE, FrontDeskProcess
from tests.acceptance.newcomer import Workshop
from tests.acceptance.person import Person
from tests.connectors.agent_desk.mail_server import FakeMailServer, Script, mail_server
from tests.connectors.agent_desk.ways.test_webhook import documented

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

TENANT = "config/tenants/paroisse.yml"
MARIE, PHONE, SECRET = "marie@example.org", "221776660009", "un-secret-du-bureau"
HANDOFF = f"""handoff:
  webhook: BUREAU_URL
  webhook_secret: BUREAU_SECRET
  mail: [{MARIE}]
  whatsapp: ["+{PHONE}", "+221776660008"]
"""
REASON = "ma voisine Yacine est fâchée"


class Bureau(ThreadingHTTPServer):
    """Whoever is posted to: keeps headers and raw bytes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.posts: list[tuple[dict[str, str], bytes]] = []


class _Post(BaseHTTPRequestHandler):
    server: Bureau

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bureau() -> Iterator[Bureau]:
    with Bureau() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def post() -> Iterator[FakeMailServer]:
    # Full at first: the mail waits while the process is killed.
    with mail_server(Script(answers={MARIE: f"450 {MARIE} is full"})) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told_of(
    graph: FakeGraph, bureau: Bureau, post: FakeMailServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FrontDeskProcess]:
    workshop = Workshop.copy(tmp_path_factory.mktemp("office"))
    workshop.change(TENANT, "handoff:\n", HANDOFF)
    variables = {
        **meta_variables(graph),
        "BUREAU_URL": f"http://127.0.0.1:{bureau.server_port}/demandes",
        "BUREAU_SECRET": SECRET,
        "SMTP_URL": post.url(),
        "MAIL_FROM": "Accueil <accueil@example.org>",
        "PUBLIC_URL": "https://accueil.example.org",
    }
    folder = tmp_path_factory.mktemp("told")
    running = FrontDeskProcess(folder, variables, project=workshop.root)
    await running.start()
    yield running
    await running.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.02)


def states(desk: FrontDeskProcess) -> list[str]:
    """Return how far each recipient of the only request came."""
    [(result,)] = desk.rows("SELECT result FROM effects WHERE key LIKE 'handoff.notice:%'")
    return [way["state"] for way in json.loads(result)["ways"].values()]


async def test_each_is_told_once_although_the_process_is_killed(
    told_of: FrontDeskProcess,
    http: httpx.AsyncClient,
    graph: FakeGraph,
    bureau: Bureau,
    post: FakeMailServer,
) -> None:
    meta = meta_of(http, told_of)
    marie = Person(PHONE, meta, graph, told_of)
    awa = Person("221776660001", meta, graph, told_of)
    await marie.writes("bonjour")
    before = len(marie.received)
    await awa.writes("je voudrais parler à une personne")
    await awa.writes(REASON)
    expected = ["told", "waiting", "told", "window_closed"]
    await until(lambda: told_of.count("effects") == 1 and states(told_of) == expected)
    await until(lambda: len(marie.received) > before)

    await told_of.kill()
    post.script.answers.clear()
    await told_of.start()
    expected[1] = "told"
    await until(lambda: states(told_of) == expected)

    [(headers, body)] = bureau.posts
    assert documented()(SECRET, headers, body)
    [mail] = post.mails
    [sent] = marie.received[before:]
    link = f"https://accueil.example.org/desk#{json.loads(body)['ticket']}"
    assert all(link in text for text in (body.decode(), mail.text, sent.text))
    assert mail.to == [MARIE] and mail.mail["From"] == "Accueil <accueil@example.org>"
    everything = body.decode() + mail.text + sent.text
    assert "Yacine" not in everything and "221776660001" not in everything
    for secret in (SECRET, PHONE, MARIE, "221776660008"):
        assert secret not in told_of.printed
    # She goes on talking to the assistant as anybody does.
    answers = await marie.writes("où est l’église ?")
    assert answers and not any("Demande" in answer.text for answer in answers)
