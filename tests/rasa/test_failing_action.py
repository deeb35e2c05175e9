"""A custom action that fails is seen by the flow, wherever it runs; nobody meets silence."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import pytest
import pytest_asyncio
from rasa.core.processor import MessageProcessor
from rasa.utils.endpoints import EndpointConfig

from engine.components.custom_actions import executor
from engine.storage.database import Database
from tests.rasa.processes import free_port, running, until_answers
from tests.rasa.roads import FailAction, OurRoad, StockRoad

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

APPOINTMENT = (
    "je voudrais un rendez-vous pour un baptême",
    "mardi",
    "oui",
    "merci beaucoup",
)
QUESTIONS = (
    "où se trouve la paroisse",
    "à quelle heure est la messe ?",
    "est-ce que le bureau est ouvert samedi matin",
    "je voudrais parler à une personne",
)


@contextmanager
def actions_at(processor: MessageProcessor, url: str) -> Iterator[MessageProcessor]:
    """Give ``processor`` with its custom actions at ``url``."""
    before, processor.action_endpoint = processor.action_endpoint, EndpointConfig(url=url)
    try:
        yield processor
    finally:
        processor.action_endpoint = before


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def action_server(surroundings: None) -> AsyncIterator[str]:
    """Give the address of Rasa's action server, started by its own command."""
    port = free_port()
    async with running(sys.executable, "-m", "rasa", "run", "actions", "-p", str(port)) as process:
        await until_answers(process, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/webhook"


async def test_the_branch_for_failures_is_taken(ours: OurRoad, fail_action: FailAction) -> None:
    fail_action("action_horaires_messe")
    heard = await ours.writes("à quelle heure est la messe ?")
    assert heard.actions == ("action_horaires_messe!", "utter_renseignement_en_panne")


async def test_without_such_a_branch_there_is_an_apology(
    ours: OurRoad, fail_action: FailAction
) -> None:
    fail_action("action_ask_sacrement_demande")
    heard = await ours.taps("/sacrements")
    assert heard.actions[-2:] == ("action_ask_sacrement_demande!", "utter_panne")
    assert "Veuillez m’excuser" in heard.texts[0]
    # Nothing is left standing in the way of the next message.
    assert heard.stack == ()
    assert (await ours.writes("merci beaucoup")).actions == ("utter_de_rien",)


async def test_what_a_failing_action_had_said_is_not_sent(
    ours: OurRoad, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def speaks_and_fails(dispatcher: object, *_: object) -> None:
        dispatcher.utter_message(text="à moitié")  # type: ignore[attr-defined]
        raise RuntimeError("too late")

    monkeypatch.setitem(executor().actions, "action_adresse", speaks_and_fails)
    heard = await ours.writes("où se trouve la paroisse")
    assert "à moitié" not in heard.texts and len(heard.texts) == 1


async def test_an_action_that_nobody_wrote_is_a_failure(
    ours: OurRoad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(executor().actions, "action_adresse")
    heard = await ours.writes("où se trouve la paroisse")
    assert heard.actions == ("action_adresse!", "utter_renseignement_en_panne")


async def test_over_http_the_same_is_said_and_done(
    processor: MessageProcessor, database: Database, action_server: str
) -> None:
    here = OurRoad(processor, database)
    with actions_at(processor, action_server):
        there, stock = OurRoad(processor, database), StockRoad(processor)
        for text in (*QUESTIONS, *APPOINTMENT):
            expected = await here.writes(text)
            assert await there.writes(text) == expected
            assert await stock.says(text) == expected


async def test_a_server_that_is_down_is_a_failure_like_any_other(
    processor: MessageProcessor, database: Database, fail_action: FailAction
) -> None:
    with actions_at(processor, f"http://127.0.0.1:{free_port()}/webhook"):
        there = OurRoad(processor, database)
        got = [await there.writes(text) for text in (*QUESTIONS, *APPOINTMENT)]
    for name in list(executor().actions):
        fail_action(name)
    here = OurRoad(processor, database)
    assert got == [await here.writes(text) for text in (*QUESTIONS, *APPOINTMENT)]
    assert all(heard.replies for heard in got)
    assert any(name.endswith("!") for heard in got for name in heard.actions)


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"events": 7}', b'{"responses": [1]}'])
async def test_an_answer_that_makes_no_sense_is_a_failure(
    processor: MessageProcessor, database: Database, answer: bytes
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\nConnection: close\r\n"
        writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with actions_at(processor, f"http://127.0.0.1:{port}/webhook"):
            there = OurRoad(processor, database)
            heard = await there.writes("où se trouve la paroisse")
    assert heard.replies
    assert heard.actions[0] == "action_adresse!"


async def test_the_action_server_knows_every_action_of_the_domain(
    processor: MessageProcessor, action_server: str
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        listed = (await client.get(action_server.replace("/webhook", "/actions"))).json()
    served = {item["name"] for item in listed}
    ours = {
        name for name in processor.domain.user_actions if name.startswith(("action_", "validate_"))
    }
    assert served == {name for name in ours if name in executor().actions}
    assert "action_horaires_messe" in served
