"""What a webhook is answered with, without a server."""

from __future__ import annotations

import json
import logging
from typing import Any

import httpx
import pytest

from connectors.whatsapp.reception import hand_over, handle_post
from tests.acceptance.meta_client import MetaClient, encode, sign
from tests.connectors.whatsapp.accounts import ACCOUNT, RecordingDesk

META = MetaClient(httpx.AsyncClient(), "http://unused", app_secret="app-secret")
AWA, MOUSSA = "221770000001", "221770000002"


def signed(raw: bytes) -> dict[str, str]:
    return {"X-Hub-Signature-256": sign("app-secret", raw)}


async def receive(desk: RecordingDesk, payload: Any) -> int:
    raw = payload if isinstance(payload, bytes) else encode(payload)
    return await hand_over(desk, handle_post(ACCOUNT, signed(raw), raw))


@pytest.mark.asyncio
async def test_a_batch_is_accepted_at_once_and_answered_200() -> None:
    desk = RecordingDesk()
    batch = META.webhook(
        META.text(AWA, "Bonjour"), META.broken(AWA), META.image(MOUSSA), META.unsupported(AWA)
    )
    assert await receive(desk, batch) == 200
    assert [message.kind for message in desk.accepted] == ["text", "image", "unsupported"]
    assert desk.batches == 1


@pytest.mark.asyncio
async def test_statuses_are_reported() -> None:
    desk = RecordingDesk()
    assert await receive(desk, META.status("wamid.OUT", "read", ref="out-1")) == 200
    assert [(status.ref, status.state) for status in desk.reported] == [("out-1", "read")]
    assert desk.batches == 0


@pytest.mark.parametrize("payload", [META.webhook(META.text(AWA, "a")), META.status("w", "sent")])
@pytest.mark.asyncio
async def test_what_cannot_be_stored_is_asked_again(payload: dict[str, Any]) -> None:
    assert await receive(RecordingDesk(full=True), payload) == 503


@pytest.mark.asyncio
async def test_a_webhook_without_anything_for_us_needs_no_store() -> None:
    payload = {"object": "whatsapp_business_account", "entry": []}
    assert await receive(RecordingDesk(full=True), payload) == 200


RAW = encode(META.webhook(META.text(AWA, "Bonjour")))


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Hub-Signature-256": sign("other", RAW)}, {"X-Hub-Signature": sign("app-secret", RAW)}],
)
def test_unsigned_is_refused_and_not_parsed(headers: dict[str, str]) -> None:
    reception = handle_post(ACCOUNT, headers, RAW)
    assert reception.status == 403
    assert reception.parsed.messages == ()


def test_the_signature_covers_the_bytes_and_not_their_meaning() -> None:
    same_meaning = json.dumps(json.loads(RAW)).encode()
    assert handle_post(ACCOUNT, signed(RAW), same_meaning).status == 403


def test_header_names_have_no_case() -> None:
    headers = {name.upper(): value for name, value in signed(RAW).items()}
    assert handle_post(ACCOUNT, headers, RAW).status == 200


def test_no_account_no_answer() -> None:
    assert handle_post(None, signed(RAW), RAW).status == 404


def test_three_megabytes_are_the_limit() -> None:
    room = 3 * 1024 * 1024
    assert handle_post(ACCOUNT, signed(b" " * room), b" " * room).status == 200
    assert handle_post(ACCOUNT, signed(b" " * (room + 1)), b" " * (room + 1)).status == 413


@pytest.mark.parametrize(
    "raw",
    [b"", b"hello", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b"1" * 5000],
    ids=["empty", "words", "no utf-8", "too deep", "nan", "huge number"],
)
def test_signed_bytes_that_are_not_json_are_not_asked_again(raw: bytes) -> None:
    reception = handle_post(ACCOUNT, signed(raw), raw)
    assert reception.status == 200
    assert reception.reason == "signed webhook is not json"


@pytest.mark.asyncio
async def test_log_has_actions_and_neither_text_nor_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="connectors")
    batch = META.webhook(META.text(AWA, "mon secret"), META.broken(MOUSSA))
    await receive(RecordingDesk(), batch)
    await hand_over(RecordingDesk(), handle_post(ACCOUNT, {}, RAW))
    await receive(RecordingDesk(full=True), batch)
    shown = caplog.text + repr([vars(line) for line in caplog.records])
    assert "mon secret" not in shown
    assert AWA not in shown
    assert MOUSSA not in shown
    assert sign("app-secret", RAW) not in shown
    assert "221•••••••01" in shown
    actions = {vars(line)["action"] for line in caplog.records}
    assert actions == {
        "webhook_received",
        "webhook_part_ignored",
        "webhook_refused",
        "webhook_not_stored",
    }
