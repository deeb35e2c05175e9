"""Who may come in: handshake, signature, account; and what the server tells of itself."""

from __future__ import annotations

import httpx
import pytest

from tests.acceptance.conftest import WEBHOOK
from tests.acceptance.fake_graph import FakeGraph
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.meta_client import MetaClient, encode, sign
from tests.acceptance.person import Person

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]


async def test_the_handshake_is_answered_with_its_challenge(meta: MetaClient) -> None:
    response = await meta.handshake("4711")
    assert (response.status_code, response.text) == (200, "4711")
    assert response.headers["content-type"].startswith("text/plain")


async def test_a_handshake_with_another_token_is_refused(
    meta: MetaClient, http: httpx.AsyncClient
) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "4711"}
    response = await http.get(meta.url, params=query)
    assert (response.status_code, response.text) == (403, "")
    assert (await http.get(meta.url)).status_code == 403


async def test_a_forged_signature_is_refused_and_leaves_no_trace(
    awa: Person, graph: FakeGraph, desk: FrontDeskProcess
) -> None:
    meta = awa.meta
    payload = meta.webhook(meta.text(awa.number, "bonjour"))
    before = (desk.count("inbox"), desk.count("contacts"), desk.count("messages"))
    assert (await meta.post_forged(payload)).status_code == 403
    assert (await meta.post(payload, signature="")).status_code == 403
    assert (await meta.post(payload, signature="sha256=")).status_code == 403
    # The signature of other bytes, even of the same JSON, is none.
    other = sign(meta.app_secret, encode(payload) + b" ")
    assert (await meta.post(payload, signature=other)).status_code == 403
    assert (desk.count("inbox"), desk.count("contacts"), desk.count("messages")) == before
    assert awa.received == []


async def test_an_unknown_account_is_not_there(meta: MetaClient, http: httpx.AsyncClient) -> None:
    url = meta.url.replace("paroisse-meta", "mairie-meta")
    raw = encode(meta.webhook(meta.text("221770000000", "bonjour")))
    signed = {"X-Hub-Signature-256": sign(meta.app_secret, raw)}
    assert (await http.post(url, content=raw, headers=signed)).status_code == 404
    assert (await http.get(url)).status_code == 404


async def test_signed_bytes_that_are_no_webhook_are_taken_and_forgotten(
    meta: MetaClient, desk: FrontDeskProcess
) -> None:
    before = desk.count("inbox")
    for raw in (b"", b"[]", b"{", b'{"object": "page"}', b"\xff\xfe", b"[" * 5000):
        assert (await meta.post(raw)).status_code == 200
    assert desk.count("inbox") == before


async def test_a_message_to_another_number_of_meta_is_not_ours(
    awa: Person, desk: FrontDeskProcess
) -> None:
    payload = awa.meta.webhook(awa.meta.text(awa.number, "bonjour"))
    value = payload["entry"][0]["changes"][0]["value"]
    value["metadata"]["phone_number_id"] = "999"
    before = desk.count("inbox")
    assert (await awa.meta.post(payload)).status_code == 200
    assert desk.count("inbox") == before


async def test_health_and_readiness(desk: FrontDeskProcess, http: httpx.AsyncClient) -> None:
    health = await http.get(f"{desk.url}/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    ready = await http.get(f"{desk.url}/ready")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True
    assert (ready.json()["database"], ready.json()["brain"]) == ("writable", "loaded")
    assert ready.json()["lag_seconds"] >= 0


async def test_the_start_says_where_to_talk(desk: FrontDeskProcess) -> None:
    for address in (f"{desk.url}{WEBHOOK}", f"{desk.url}/simulator", f"{desk.url}/health"):
        assert address in desk.printed


async def test_the_simulator_is_open_in_development(
    desk: FrontDeskProcess, http: httpx.AsyncClient
) -> None:
    page = await http.get(f"{desk.url}/simulator")
    assert page.status_code == 200 and "Notre-Dame-des-Filaos" in page.text


async def test_no_api_of_rasa_stands_open(desk: FrontDeskProcess, http: httpx.AsyncClient) -> None:
    for path in ("/", "/model/parse", "/conversations/x/tracker", "/webhooks/rest/webhook"):
        assert (await http.post(desk.url + path, json={})).status_code == 404, path


async def test_no_phone_number_and_no_secret_is_printed(
    awa: Person, desk: FrontDeskProcess
) -> None:
    await awa.writes("je m'appelle Awa Ndiaye")
    assert awa.number not in desk.printed and "Ndiaye" not in desk.printed
    assert awa.meta.app_secret not in desk.printed
