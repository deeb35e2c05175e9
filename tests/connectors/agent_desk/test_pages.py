"""The desk's addresses on a real server: who may open them, what they do, what they stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.agent_desk.desk import COOKIE
from engine.messages import Kind, Location, Media
from engine.storage import tables
from tests.connectors.agent_desk.counter import Counter, served
from tests.engine.delivery.fakes import World, message
from tests.engine.handoff.office import AWA, MOUSSA

pytestmark = pytest.mark.asyncio

TOKEN = "sésame-ouvre-toi"
PATIENCE = 10.0


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.database.close()


@asynccontextmanager
async def client_of(counter: Counter | None) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        served(counter) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


class Stream:
    """The events of one open stream, newest state by name."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, wanted: str) -> Any:
        """Return the data of the next event of that name; others are passed over."""
        name = ""
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: ") and name == wanted:
                    return json.loads(line.removeprefix("data: "))
        raise EOFError("the stream has ended")

    async def shows(self, text: str, **more: Any) -> dict[str, Any]:
        """Return the message of that text, once it is shown with the values ``more``."""
        while True:
            for item in await self.next("said"):
                if item["text"] == text and more.items() <= item.items():
                    return dict(item)


@asynccontextmanager
async def stream_of(client: httpx.AsyncClient, ticket: int | None = None) -> AsyncIterator[Stream]:
    params = {} if ticket is None else {"ticket": str(ticket)}
    async with client.stream("GET", "/events", params=params) as response:
        assert response.status_code == 200
        yield Stream(response)


def act(ticket: int, **more: Any) -> dict[str, Any]:
    return {"ticket": ticket, "agent": "Sœur Marie", **more}


# -- what the office does --------------------------------------------------------------------


async def test_a_request_is_taken_answered_noted_and_closed(world: World) -> None:
    counter = Counter(world)
    key = await counter.asks()
    [number] = counter.tickets("id")
    async with client_of(counter) as client:
        assert (await client.post("/take", json=act(number))).json() == {"ticket": number}
        assert counter.handler(key) == "human"
        said = await client.post("/answer", json=act(number, text="Bonjour Awa", id="answer-01"))
        assert said.status_code == 200
        await world.desk.settled()
        assert world.provider.taken[-1] == "Bonjour Awa"
        assert (await client.post("/note", json=act(number, text="rappeler"))).status_code == 200
        assert world.rows(tables.ticket_notes, "author", "text") == [("Sœur Marie", "rappeler")]
        assert (await client.post("/close", json=act(number))).status_code == 200
        await world.desk.settled()
        assert counter.handler(key) == "bot"
        # The assistant has had its turn: it says that it is back.
        assert world.brain.seen[-1].payload == '/reprise_assistant{"raison": "cloture"}'


async def test_an_answer_that_is_posted_twice_is_sent_once(world: World) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    body = act(number, text="une seule fois", id="answer-01")
    async with client_of(counter) as client:
        answers = [await client.post("/answer", json=body) for _ in range(3)]
        await world.desk.settled()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert world.provider.taken.count("une seule fois") == 1


async def test_an_answer_that_failed_can_be_posted_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    body = act(number, text="important", id="answer-01")

    async def refuse(*_: Any) -> None:
        raise OSError("disk full")

    async with client_of(counter) as client:
        with monkeypatch.context() as broken:
            broken.setattr(world.desk, "post", refuse)
            failed = await client.post("/answer", json=body)
            assert (failed.status_code, failed.json()["code"]) == (503, "failed")
        assert (await client.post("/answer", json=body)).status_code == 200
        await world.desk.settled()
    assert world.provider.taken.count("important") == 1


async def test_a_matter_that_is_closed_is_said_to_be(world: World) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    async with client_of(counter) as client:
        await client.post("/close", json=act(number))
        for name, more in (("take", {}), ("answer", {"text": "?"}), ("close", {})):
            refused = await client.post(f"/{name}", json=act(number, **more))
            assert (refused.status_code, refused.json()["code"]) == (409, "closed")
        unknown = await client.post("/take", json=act(4711))
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_ticket")
        unknown = await client.post("/again", json=act(4711))
        assert unknown.status_code == 404
        again = await client.post("/again", json=act(number))
        assert again.status_code == 200
    assert counter.tickets("status") == ["closed", "taken"]


async def test_the_office_writes_to_somebody_first(world: World) -> None:
    counter = Counter(world)
    whom = {
        "tenant": "paroisse",
        "account": "paroisse-fake",
        "phone": f"+{MOUSSA}",
        "agent": "Paul",
    }
    async with client_of(counter) as client:
        begun = await client.post("/begin", json=whom)
        number = begun.json()["ticket"]
        await client.post("/answer", json=act(number, text="Bonjour, ici la paroisse"))
        await world.desk.settled()
    account, alias, text, _ = world.provider.attempts[-1]
    assert (account, alias, text) == ("paroisse-fake", MOUSSA, "Bonjour, ici la paroisse")


async def test_posts_are_checked_and_cannot_come_from_a_form_of_another_site(world: World) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    async with client_of(counter) as client:
        for body in (b"", b"{", b"[]", b"[" * 5000, b'{"ticket": "x"}', b"\xff"):
            refused = await client.post(
                "/close", content=body, headers={"content-type": "application/json"}
            )
            assert refused.status_code == 400, body
        form = await client.post("/close", data={"ticket": str(number), "agent": "x"})
        assert form.status_code == 415
        plain = await client.post(
            "/close", content=json.dumps(act(number)), headers={"content-type": "text/plain"}
        )
        assert plain.status_code == 415
        assert (await client.get("/close")).status_code == 405
    assert counter.tickets("status") == ["waiting"]


# -- what the page sees ----------------------------------------------------------------------


async def test_the_board_shows_what_presses_most_first_and_follows(world: World) -> None:
    counter = Counter(world)
    async with client_of(counter) as client, stream_of(client) as stream:
        assert await stream.next("board") == []
        await counter.asks(AWA, "un renseignement")
        [card] = await stream.next("board")
        assert (card["reason"], card["status"], card["phone"]) == (
            "un renseignement",
            "waiting",
            AWA,
        )
        assert card["last"]["text"] == "re: bonjour"
        await counter.asks(MOUSSA, "un malade", priority="urgent")
        cards = await stream.next("board")
        while len(cards) < 2:
            cards = await stream.next("board")
        assert [card["reason"] for card in cards] == ["un malade", "un renseignement"]
        await client.post("/take", json=act(cards[0]["id"]))
        cards = await stream.next("board")
        assert [card["status"] for card in cards] == ["waiting", "taken"]


async def test_a_conversation_is_shown_live_with_who_said_what(world: World) -> None:
    counter = Counter(world)
    await counter.asks(slots={"motif": "bapteme"}, summary="un\ndeux")
    [number] = counter.tickets("id")
    async with client_of(counter) as client, stream_of(client, number) as stream:
        ticket = await stream.next("ticket")
        assert (ticket["slots"], ticket["summary"]) == ({"motif": "bapteme"}, "un\ndeux")
        assert ticket["opted_out"] is False and ticket["notes"] == []
        said = await stream.next("said")
        assert [(item["author"], item["text"]) for item in said] == [
            ("person", "bonjour"),
            ("assistant", "re: bonjour"),
        ]
        await counter.hears(message("vous êtes là ?"))
        item = await stream.shows("vous êtes là ?")
        assert item["author"] == "person"
        await client.post("/answer", json=act(number, text="Oui !"))
        await world.desk.settled()
        item = await stream.shows("Oui !", state="sent")
        assert (item["author"], item["agent"]) == ("agent", "Sœur Marie")


async def test_files_and_places_are_told_as_such(world: World) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    place = replace(
        message("", id="p1", kind=Kind.LOCATION),
        location=Location(latitude=14.7, longitude=-17.4, name="Marché"),
    )
    picture = replace(
        message("ma photo", id="p2", kind=Kind.IMAGE),
        media=(Media(media_id="m", mime_type="image/jpeg", filename="acte.jpg"),),
    )
    await counter.hears(place)
    await counter.hears(picture)
    async with client_of(counter) as client, stream_of(client, number) as stream:
        said = await stream.next("said")
    shown = {item["kind"]: item for item in said}
    assert shown["location"]["place"]["name"] == "Marché"
    assert shown["image"]["files"] == ["acte.jpg"]
    assert shown["image"]["text"] == "ma photo"


async def test_an_opted_out_person_is_told_as_such(world: World) -> None:
    counter = Counter(world)
    await counter.asks()
    [number] = counter.tickets("id")
    await counter.hears(message("STOP", id="stop"))
    async with client_of(counter) as client, stream_of(client, number) as stream:
        assert (await stream.next("ticket"))["opted_out"] is True
        await client.post("/answer", json=act(number, text="Au revoir"))
        await world.desk.settled()
    assert world.provider.taken[-1] == "Au revoir"


async def test_a_ticket_that_does_not_exist_is_gone(world: World) -> None:
    counter = Counter(world)
    async with client_of(counter) as client:
        async with stream_of(client, 4711) as stream:
            assert await stream.next("gone") == {"ticket": 4711}
        for wrong in ("x", "-1", "1" * 30, "٣"):
            assert (await client.get("/events", params={"ticket": wrong})).status_code == 400


async def test_nobody_looks_while_no_page_is_open(world: World) -> None:
    counter = Counter(world)
    async with client_of(counter) as client:
        async with stream_of(client) as stream:
            await stream.next("board")
        looking = counter.desk.live._looking
        assert looking is not None
        async with asyncio.timeout(PATIENCE):
            await looking
    assert looking.done() and not looking.cancelled()


# -- the door --------------------------------------------------------------------------------


async def test_the_page_in_development(world: World) -> None:
    async with client_of(Counter(world)) as client:
        page = await client.get("/")
        assert page.status_code == 200
        assert "Paroisse des Essais" in page.text and "{{" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        names = ("app.js", "acts.js", "board.js", "thread.js", "words.js", "element.js", "marks.js")
        for name in (*names, "page.css", "desk.css", "icon.svg"):
            assert (await client.get(f"/files/{name}")).status_code == 200, name
        for name in ("page.html", "pages.py", "..%2Fdesk.py", "nothing.js"):
            assert (await client.get(f"/files/{name}")).status_code == 404, name


async def test_a_token_closes_the_door_and_opens_it(world: World) -> None:
    counter = Counter(world, enabled=False, token=TOKEN)
    await counter.asks()
    [number] = counter.tickets("id")
    async with client_of(counter) as client:
        refused = await client.get("/")
        assert refused.status_code == 403 and "fermé à clé" in refused.text
        assert (await client.get("/events")).status_code == 403
        assert (await client.post("/close", json=act(number))).status_code == 403
        assert (await client.get("/", params={"token": "faux"})).status_code == 403
        opened = await client.get("/", params={"token": TOKEN})
        assert opened.status_code == 200 and opened.cookies.get(COOKIE)
        assert TOKEN not in opened.text
        assert "httponly" in opened.headers["set-cookie"].lower()
        assert (await client.post("/take", json=act(number))).status_code == 200
    assert counter.tickets("status") == ["taken"]


async def test_outside_development_there_is_no_desk_without_a_token(world: World) -> None:
    async with client_of(Counter(world, enabled=False)) as client:
        assert (await client.get("/")).status_code == 404
        assert (await client.post("/close", json=act(1))).status_code == 404


async def test_a_desk_that_starts_says_so() -> None:
    async with client_of(None) as client:
        assert (await client.get("/")).status_code == 503
