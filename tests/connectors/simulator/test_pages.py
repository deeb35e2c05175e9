"""The pages on a real server, over a loopback socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sanic import Sanic

from connectors.simulator.phones import Line
from connectors.simulator.simulator import COOKIE, Simulator
from engine.delivery.front_desk import FrontDesk
from engine.messages import Kind
from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.connectors.simulator.desk import PARISH, FakeDesk, ScriptedBrain, app_name, served

pytestmark = pytest.mark.asyncio

TOKEN = "sésame-ouvre-toi"
AWA = Line(tenant="paroisse", contact="awa")


def simulator_of(*, enabled: bool = True, token: str | None = None) -> Simulator:
    return Simulator(tenants=PARISH, enabled=enabled, token=token)


@asynccontextmanager
async def client_of(
    simulator: Simulator | None, desk: object | None
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the pages and yield a client whose base is their address."""
    async with served(simulator, desk) as address, httpx.AsyncClient(base_url=address) as client:
        yield client


class Events:
    """The events of one open stream, one by one."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self) -> tuple[str, Any]:
        """Return name and data of the next event; signs of life are skipped."""
        name = ""
        async for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        raise EOFError("the stream has ended")

    async def items(self, count: int) -> list[Any]:
        """Return the data of the next ``count`` items."""
        found = [await self.next() for _ in range(count)]
        assert {name for name, _ in found} <= {"item"}
        return [data for _, data in found]


@asynccontextmanager
async def events_of(client: httpx.AsyncClient, contact: str = "awa") -> AsyncIterator[Events]:
    async with client.stream("GET", "/events", params={"contact": contact}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Events(response)


async def test_a_message_goes_in_and_its_answer_comes_out() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client, events_of(client) as events:
        assert await events.next() == ("history", [])
        posted = await client.post("/messages", json={"contact": "awa", "text": "Bonjour"})
        assert posted.status_code == 202
        said, turn, reply = await events.items(3)
    assert said["message_id"] == turn["message_id"] == posted.json()["message_id"]
    assert (said["said"], said["text"]) == ("text", "Bonjour")
    assert (turn["replies"], turn["trace"]["intent"]["name"]) == (1, "saluer")
    assert reply["body"]["interactive"]["type"] == "button"


async def test_a_page_that_is_loaded_again_shows_the_history() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client:
        await client.post("/messages", json={"contact": "awa", "text": "Bonjour"})
        await desk.settled()
        async with events_of(client) as events:
            _, history = await events.next()
        async with events_of(client, "moussa") as events:
            assert await events.next() == ("history", [])
    assert [item["kind"] for item in history] == ["said", "turn", "reply"]


async def test_a_repeated_post_counts_once() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client:
        for _ in range(2):
            answer = await client.post(
                "/messages", json={"contact": "awa", "text": "Bonjour", "id": "same-id-twice"}
            )
            assert answer.status_code == 202
        await desk.settled()
    kinds = [item["kind"] for item in desk.simulator.phones.history(AWA)]
    assert sorted(kinds) == ["reply", "said", "turn"]


async def test_open_pages_do_not_hold_up_the_end() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client, events_of(client) as events:
        await events.next()
        app = Sanic.get_app(app_name(desk.simulator, desk))
        stopping = {"app": app, "loop": asyncio.get_running_loop()}
        await app.dispatch("server.shutdown.before", context=stopping)
        with pytest.raises(EOFError):
            await events.next()


async def test_restart() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client, events_of(client) as events:
        await events.next()
        answer = await client.post("/restart", json={"contact": "awa"})
        assert answer.status_code == 202
        assert [item["kind"] for item in await events.items(3)] == ["restarted", "turn", "reply"]
    [message] = desk.accepted
    assert (message.kind, message.payload) == (Kind.TRIGGER, "/restart")


async def test_the_page_works_under_its_prefix() -> None:
    async with client_of(simulator_of(), object()) as client:
        for path in ("", "/"):
            page = await client.get(path)
            assert page.status_code == 200
            assert '<base href="/simulator/">' in page.text
            assert "Paroisse Notre-Dame-des-Filaos" in page.text
            assert "{{" not in page.text
            # Where there is no key, there is no pass.
            assert "set-cookie" not in page.headers
        for name, kind in (
            ("app.js", "text/javascript"),
            ("page.css", "text/css"),
            ("icon.svg", "image/svg+xml"),
        ):
            file = await client.get(f"/files/{name}")
            assert (file.status_code, file.headers["content-type"].split(";")[0]) == (200, kind)
        for name in ("page.html", "..%2Fpages.py", "%2e%2e/pages.py", "nothing.js"):
            assert (await client.get(f"/files/{name}")).status_code == 404


async def test_the_browser_is_told_to_be_strict() -> None:
    async with client_of(simulator_of(), object()) as client:
        page = await client.get("/")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "http" not in page.text.replace("http-equiv", "").split("<body>")[0]


async def test_names_cannot_break_out_of_the_page() -> None:
    hostile = Simulator(tenants={"x": '"><script>alert(1)</script>'}, enabled=True)
    async with client_of(hostile, object()) as client:
        page = (await client.get("/")).text
    assert "<script>" not in page


async def test_refusals() -> None:
    desk = FakeDesk(simulator_of())
    async with client_of(desk.simulator, desk) as client:
        for body in (b"", b"{", b"[" * 100_000, b'{"contact": "awa"}', b"\xff"):
            answer = await client.post(
                "/messages", content=body, headers={"Content-Type": "application/json"}
            )
            assert answer.status_code == 400
        # What a form of another site can send without the browser asking first.
        answer = await client.post(
            "/messages",
            content=b'{"contact": "awa", "text": "Bonjour"}',
            headers={"Content-Type": "text/plain"},
        )
        assert answer.status_code == 415
        assert (await client.get("/events", params={"contact": "A B"})).status_code == 400
        assert (await client.put("/messages")).status_code == 405
    assert desk.accepted == []


async def test_a_message_that_is_not_stored_is_not_shown() -> None:
    desk = FakeDesk(simulator_of())
    desk.full = True
    async with client_of(desk.simulator, desk) as client, events_of(client) as events:
        await events.next()
        body = {"contact": "awa", "text": "Bonjour"}
        assert (await client.post("/messages", json=body)).status_code == 503
        desk.full = False
        await client.post("/messages", json=body | {"text": "encore"})
        [first] = await events.items(1)
    assert first["text"] == "encore"


async def test_while_the_system_is_starting() -> None:
    async with client_of(None, None) as client:
        assert (await client.get("/")).status_code == 503
    async with client_of(simulator_of(), None) as client:
        body = {"contact": "awa", "text": "Bonjour"}
        assert (await client.post("/messages", json=body)).status_code == 503


# -- who may open it -------------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, ""])
async def test_in_production_without_a_token_there_is_no_simulator(token: str | None) -> None:
    desk = FakeDesk(simulator_of(enabled=False, token=token))
    async with client_of(desk.simulator, desk) as client:
        body = {"contact": "awa", "text": "Bonjour"}
        for path in ("/", "/?token=", "/files/app.js", "/events?contact=awa"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post("/messages", json=body)).status_code == 404
        client.cookies.set(COOKIE, desk.simulator.access.pass_value)
        assert (await client.get("/")).status_code == 404
    assert desk.accepted == []


@pytest.mark.parametrize("enabled", [True, False])
async def test_the_token_opens_once_and_the_cookie_afterwards(enabled: bool) -> None:
    desk = FakeDesk(simulator_of(enabled=enabled, token=TOKEN))
    async with client_of(desk.simulator, desk) as client:
        body = {"contact": "awa", "text": "Bonjour"}
        for query in ("", "?token=", "?token=autre", "?token=s%FF"):
            locked = await client.get(f"/{query}")
            assert locked.status_code == 403
            assert "set-cookie" not in locked.headers
            assert "Paroisse" not in locked.text
        assert (await client.post("/messages", json=body)).status_code == 403
        assert (await client.get("/events", params={"contact": "awa"})).status_code == 403

        opened = await client.get("/", params={"token": TOKEN})
        assert opened.status_code == 200
        cookie = opened.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/simulator"} <= set(cookie.split("; "))
        assert TOKEN not in cookie and TOKEN not in opened.text
        assert (await client.get("/")).status_code == 200
        assert (await client.post("/messages", json=body)).status_code == 202
        client.cookies.clear()
        client.cookies.set(COOKIE, "0" * 64)
        assert (await client.get("/")).status_code == 403
    assert len(desk.accepted) == 1


# -- the real road ---------------------------------------------------------------------------


async def test_on_the_real_road() -> None:
    simulator, brain = simulator_of(), ScriptedBrain()
    database = Database("sqlite://")
    migrate(database)
    desk = FrontDesk(database=database, brain=brain, providers={"simulator": simulator.provider})
    desk.observe(simulator.note_turn)
    await desk.start()
    try:
        async with client_of(simulator, desk) as client, events_of(client) as events:
            await events.next()
            await client.post("/messages", json={"contact": "awa", "text": "Bonjour"})
            assert [i["kind"] for i in await events.items(3)] == ["said", "turn", "reply"]
            tap = {"contact": "awa", "payload": "/prendre_rendez_vous", "title": "Rendez-vous"}
            await client.post("/messages", json=tap)
            _, turn, asked = await events.items(3)
            assert turn["trace"]["stack"][0]["step"] == "demander_motif"
            assert asked["body"]["interactive"]["type"] == "list"
            # Never offered: the front desk reads a forged tap as its words.
            forged = {"contact": "awa", "payload": "/supprimer_tout", "title": "Supprimer"}
            await client.post("/messages", json=forged)
            _, _, echo = await events.items(3)
            assert echo["body"]["text"]["body"] == "Vous avez écrit : Supprimer"
            await client.post("/restart", json={"contact": "awa"})
            _, _, anew = await events.items(3)
            assert anew["body"]["text"]["body"] == "Nous repartons de zéro."
    finally:
        await desk.stop()
        database.close()
    kinds = [turn.kind for turn in brain.turns]
    assert kinds == [Kind.TEXT, Kind.CHOICE, Kind.TEXT, Kind.TRIGGER]


@pytest.mark.rasa
async def test_as_a_channel_of_rasa() -> None:
    # Imported late: it takes seconds, and only this test pays.
    from connectors.simulator.channel import SimulatorChannel

    channel = SimulatorChannel.from_credentials({})
    assert SimulatorChannel.name() == "simulator"
    desk = FakeDesk(simulator_of())
    async with (
        served(desk.simulator, desk, mount=lambda: channel.blueprint(None)) as address,
        httpx.AsyncClient(base_url=address) as client,
    ):
        assert (await client.get("/")).status_code == 200
