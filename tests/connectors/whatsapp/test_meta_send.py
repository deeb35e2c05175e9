"""What is handed to Meta, and what each of its answers means for the message."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.whatsapp.meta_api import MetaProvider, message_payload, read_payload
from connectors.whatsapp.meta_errors import classify, seconds_to_wait
from engine.delivery.contracts import Attempt, Outcome, Provider
from engine.messages import Alias, Choice, Document, Reply
from tests.acceptance.fake_graph import FakeGraph
from tests.connectors.whatsapp.accounts import ACCOUNT

PHONE = Alias(kind="phone", value="221770000001")
BSUID = Alias(kind="bsuid", value="SN.9f3a77")
BODY: dict[str, Any] = {"type": "text", "text": {"body": "Bonjour", "preview_url": False}}

Handler = Callable[[httpx.Request], httpx.Response]


async def send(handler: Handler, *, token: str = ACCOUNT.access_token) -> Attempt:
    account = replace(ACCOUNT, access_token=token)
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
        provider: Provider = MetaProvider({"paroisse-meta": account}, client)
        return await provider.send("paroisse-meta", [PHONE], BODY, "out-1")


def test_payload_for_a_phone() -> None:
    assert message_payload([PHONE, BSUID], BODY, "out-1") == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "221770000001",
        "type": "text",
        "text": {"body": "Bonjour", "preview_url": False},
        "biz_opaque_callback_data": "out-1",
    }


def test_payload_for_a_business_scoped_id() -> None:
    payload = message_payload([Alias(kind="simulator", value="awa"), BSUID], BODY, "out-1")
    assert payload["recipient"] == "SN.9f3a77"
    assert "to" not in payload


def test_payload_needs_an_address_of_whatsapp() -> None:
    with pytest.raises(ValueError, match="neither"):
        message_payload([Alias(kind="simulator", value="awa")], BODY, "out-1")


def test_read_payload_shows_typing_only_when_asked() -> None:
    assert "typing_indicator" not in read_payload("wamid.A", typing=False)
    assert read_payload("wamid.A", typing=True)["message_id"] == "wamid.A"


@pytest.mark.asyncio
async def test_request_as_meta_wants_it() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"messages": [{"id": "wamid.A"}]})

    attempt = await send(handler)
    assert attempt == Attempt(outcome=Outcome.SENT, provider_id="wamid.A")
    (request,) = seen
    assert str(request.url) == "https://graph.facebook.com/v23.0/111/messages"
    assert request.headers["authorization"] == f"Bearer {ACCOUNT.access_token}"
    assert json.loads(request.content) == message_payload([PHONE], BODY, "out-1")
    assert request.extensions["timeout"]["read"] == 20.0


RETRY, AMBIGUOUS, FINAL, HOLD = (
    Outcome.RETRY,
    Outcome.AMBIGUOUS,
    Outcome.FINAL,
    Outcome.ACCOUNT,
)
CARD = [
    *[(400, code, RETRY) for code in (4, 613, 80007, 130429, 131056)],
    *[(400, code, RETRY) for code in (1, 2, 131000, 131016, 131057, 133004, 131053)],
    *[(500, code, AMBIGUOUS) for code in (1, 2, 131000)],
    *[(503, code, RETRY) for code in (131016, 131057, 133004, 130429)],
    *[(400, code, FINAL) for code in (33, 100, 131008, 131009, 131047, 131021, 131026, 131030)],
    *[(400, code, FINAL) for code in (131049, 130472, 131050, 131048, 131064, 131051, 131052)],
    *[(404, code, FINAL) for code in (132000, 132001, 132005, 132007, 132008, 132012, 132015)],
    *[(400, code, FINAL) for code in (132016, 132068, 132069, 131062)],
    *[(403, code, HOLD) for code in (0, 3, 10, 190, 200, 299, 131005)],
    *[(400, code, HOLD) for code in (368, 131031, 130497, 131042, 131045, 131037, 133010)],
    (500, 190, HOLD),
    (500, 100, FINAL),
    (400, 999999, FINAL),
    (401, 999999, HOLD),
    (429, 999999, RETRY),
    (500, 999999, AMBIGUOUS),
]


@pytest.mark.parametrize(("status", "code", "outcome"), CARD)
def test_card_of_codes(status: int, code: int, outcome: Outcome) -> None:
    attempt = classify(status, {"error": {"code": code, "message": f"(#{code}) no"}})
    assert (attempt.outcome, attempt.code) == (outcome, str(code))
    assert attempt.detail == f"(#{code}) no"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (302, HOLD),
        (400, FINAL),
        (401, HOLD),
        (403, HOLD),
        (404, HOLD),
        (408, RETRY),
        (429, RETRY),
        (500, AMBIGUOUS),
        (502, AMBIGUOUS),
        (504, AMBIGUOUS),
    ],
)
@pytest.mark.asyncio
async def test_pages_that_are_not_json(status: int, outcome: Outcome) -> None:
    attempt = await send(lambda _: httpx.Response(status, html="<html>Sorry</html>"))
    assert (attempt.outcome, attempt.code) == (outcome, f"http_{status}")


@pytest.mark.parametrize(
    "answer", [None, {}, [], {"messages": []}, {"messages": [{"id": None}]}, {"messages": "x"}]
)
def test_success_without_an_id_is_ambiguous(answer: Any) -> None:
    assert classify(200, answer).outcome == AMBIGUOUS


@pytest.mark.parametrize(
    "error", [{}, {"code": None}, {"code": []}, {"code": "190"}, {"message": 5, "error_data": 3}]
)
def test_odd_error_bodies_follow_the_status(error: dict[str, Any]) -> None:
    assert classify(500, {"error": error}).outcome == AMBIGUOUS
    assert classify(400, {"error": error}).outcome == FINAL


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (httpx.ConnectError("refused"), RETRY),
        (httpx.ConnectTimeout("slow"), RETRY),
        (httpx.PoolTimeout("busy"), RETRY),
        (httpx.WriteTimeout("half"), AMBIGUOUS),
        (httpx.ReadTimeout("silent"), AMBIGUOUS),
        (httpx.ReadError("reset"), AMBIGUOUS),
        (httpx.RemoteProtocolError("hung up"), AMBIGUOUS),
        (httpx.UnsupportedProtocol("ftp"), HOLD),
        (TimeoutError(), AMBIGUOUS),
    ],
)
@pytest.mark.asyncio
async def test_failures_of_the_network(failure: Exception, outcome: Outcome) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise failure

    attempt = await send(handler)
    assert (attempt.outcome, attempt.code) == (outcome, f"network_{type(failure).__name__}")


@pytest.mark.asyncio
async def test_retry_after_is_honoured() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        body = {"error": {"code": 130429, "message": "Rate limit hit"}}
        return httpx.Response(429, json=body, headers={"Retry-After": "17"})

    assert (await send(handler)).retry_after == 17.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("-5", 0.0),
        ("1.5", 1.5),
        ("Sat, 01 Mar 2025 10:02:00 GMT", 120.0),
        ("Sat, 01 Mar 2025 09:00:00 GMT", 0.0),
    ],
)
def test_retry_after_in_all_its_forms(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, "Sat, 01 Mar 2025 10:00:00 GMT") == seconds


def test_retry_after_as_a_moment_needs_the_answers_own_clock() -> None:
    assert seconds_to_wait("Sat, 01 Mar 2025 10:02:00 GMT", None) is None


@pytest.mark.parametrize("token", ["", "EAA\nSECRET", "EAA SECRET", "EAAsécret"])
@pytest.mark.asyncio
async def test_token_that_cannot_be_sent_holds_the_account(token: str) -> None:
    attempt = await send(lambda _: pytest.fail("nothing may be sent"), token=token)
    assert (attempt.outcome, attempt.code) == (HOLD, "token_malformed")
    assert "SECRET" not in repr(attempt)


@pytest.mark.parametrize("token", ["EAAaccessTOKEN123", "other-form-of-token"])
@pytest.mark.asyncio
async def test_token_is_in_no_attempt_and_no_log(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    message = f"Malformed access token {token} for 221770000001"

    def refused(_: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"error": {"code": 190, "message": message}})

    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"Bearer {token}")

    attempts = [await send(refused, token=token), await send(broken, token=token)]
    shown = repr(attempts) + caplog.text + repr([vars(line) for line in caplog.records])
    assert "Malformed access token [token]" in attempts[0].detail
    assert token not in shown
    assert "221770000001" not in shown
    assert "Bonjour" not in shown


@pytest.mark.asyncio
async def test_unknown_account_and_unknown_address_send_nothing() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        pytest.fail("nothing may be sent")

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
        provider = MetaProvider({"paroisse-meta": ACCOUNT}, client)
        assert (await provider.send("ailleurs", [PHONE], BODY, "r")).outcome == HOLD
        nobody = [Alias(kind="simulator", value="awa")]
        attempt = await provider.send("paroisse-meta", nobody, BODY, "r")
        assert (attempt.outcome, attempt.code) == (FINAL, "no_address")
        assert await provider.mark_read("ailleurs", "wamid.A") is False


@pytest.mark.asyncio
async def test_half_an_emoji_can_be_sent() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"messages": [{"id": "wamid.A"}]})

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
        provider = MetaProvider({"paroisse-meta": ACCOUNT}, client)
        (body,) = provider.render(Reply(text="Bonjour \ud83d"))
        assert (await provider.send("paroisse-meta", [PHONE], body, "r")).outcome == Outcome.SENT


@pytest.mark.asyncio
async def test_conversation_with_the_fake_graph() -> None:
    async with FakeGraph(access_token=ACCOUNT.access_token) as graph, httpx.AsyncClient() as client:
        account = replace(ACCOUNT, api_url=graph.url + "/")
        provider = MetaProvider({"paroisse-meta": account}, client)
        choices = (Choice(title="Oui", payload="/oui"), Choice(title="Non", payload="/non"))
        (body,) = provider.render(Reply(text="C'est noté ?", choices=choices))

        sent = await provider.send("paroisse-meta", [BSUID], body, "out-1")
        assert sent == Attempt(outcome=Outcome.SENT, provider_id="wamid.fake.1")
        assert [(m.to, m.ref, m.text, m.choices) for m in graph.accepted] == [
            ("SN.9f3a77", "out-1", "C'est noté ?", [("/oui", "Oui"), ("/non", "Non")])
        ]
        assert await provider.mark_read("paroisse-meta", "wamid.A", typing=True)
        assert graph.read == [("wamid.A", True)]

        too_long = {"type": "text", "text": {"body": "a" * 4097}}
        refused = await provider.send("paroisse-meta", [PHONE], too_long, "out-2")
        assert (refused.outcome, refused.code) == (Outcome.FINAL, "100")

        wrong = MetaProvider({"paroisse-meta": replace(account, access_token="old")}, client)
        assert (await wrong.send("paroisse-meta", [PHONE], body, "out-3")).code == "190"
        assert len(graph.accepted) == 1


@pytest.mark.parametrize(
    ("failure", "outcome", "kept"),
    [
        ({"status": 429, "code": 130429}, RETRY, 0),
        ({"status": 500}, AMBIGUOUS, 0),
        ({"status": 500, "accepts": True}, AMBIGUOUS, 1),
        ({"hang_up": True}, AMBIGUOUS, 0),
        ({"silent": True, "accepts": True}, AMBIGUOUS, 1),
        ({"slow": 0.01}, Outcome.SENT, 1),
    ],
)
@pytest.mark.asyncio
async def test_the_fake_graph_fails_as_told_and_then_recovers(
    failure: dict[str, Any], outcome: Outcome, kept: int
) -> None:
    async with FakeGraph() as graph, httpx.AsyncClient() as client:
        graph.fail(**failure)
        account = replace(ACCOUNT, api_url=graph.url)
        provider = MetaProvider({"paroisse-meta": account}, client, timeout=0.5)
        first = await provider.send("paroisse-meta", [PHONE], BODY, "out-1")
        assert first.outcome == outcome
        assert len(graph.accepted) == kept
        second = await provider.send("paroisse-meta", [PHONE], BODY, "out-2")
        assert second.outcome == Outcome.SENT


@pytest.mark.asyncio
async def test_refused_connection_is_safe_to_retry() -> None:
    async with FakeGraph() as graph:
        url = graph.url
    async with httpx.AsyncClient() as client:
        provider = MetaProvider({"paroisse-meta": replace(ACCOUNT, api_url=url)}, client)
        attempt = await provider.send("paroisse-meta", [PHONE], BODY, "out-1")
    assert attempt.outcome == RETRY


def test_a_file_that_meta_cannot_fetch_is_given_as_an_address() -> None:
    provider = MetaProvider({}, httpx.AsyncClient())
    paper = Document(url="http://127.0.0.1:5005/d/x", filename="certificat.pdf")
    [message] = provider.render(Reply(text="Voici.", document=paper))
    assert message["text"]["body"] == "Voici.\nhttp://127.0.0.1:5005/d/x"
