"""The door on a real server: Rasa's channel mounted on Sanic, over a loopback socket."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sanic import Sanic

from tests.acceptance.meta_client import MetaClient
from tests.connectors.whatsapp.accounts import RecordingDesk

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

AWA = "221770000001"


@asynccontextmanager
async def served(
    desk: RecordingDesk | None, *, account: str = "paroisse-meta"
) -> AsyncIterator[MetaClient]:
    """Mount the channel as ``rasa run`` does, and yield Meta's side of its URL."""
    # Imported late: it takes seconds, and only this module pays.
    from rasa.core.channels.channel import (  # type: ignore[import-untyped, unused-ignore]
        register,
    )

    from connectors.whatsapp.channel import WhatsAppChannel

    async def never(_: Any) -> None:
        pytest.fail("rasa's road is not ours")

    app = Sanic(f"door-{id(desk)}-{account}")
    # Sanic rewrites its protocol class at the first start; a second application cannot do so again.
    app.config.TOUCHUP = False
    register([WhatsAppChannel.from_credentials(None)], app, route="/webhooks/")
    app.ctx.rasa_agent = None
    if desk is not None:
        app.ctx.front_desk = desk
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    # Sanic's handle on its server is not typed.
    server: Any = await app.create_server(
        sock=listener, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.start_serving()
    try:
        async with httpx.AsyncClient() as http:
            url = f"http://127.0.0.1:{port}/webhooks/whatsapp/{account}"
            yield MetaClient(http, url, app_secret="app-secret", verify_token="verify-token")
    finally:
        server.close()
        await server.wait_closed()
        Sanic.unregister_app(app)


async def test_a_signed_message_is_accepted() -> None:
    desk = RecordingDesk()
    async with served(desk) as meta:
        response = await meta.say(AWA, "Bonjour é/à 🙂")
        assert response.status_code == 200
        tap = meta.webhook(meta.button_tap(AWA, "/oui", "Oui", answers="wamid.OURS"))
        assert (await meta.post(tap)).status_code == 200
    assert [(message.text, message.payload) for message in desk.accepted] == [
        ("Bonjour é/à 🙂", ""),
        ("Oui", "/oui"),
    ]


async def test_refusals() -> None:
    desk = RecordingDesk()
    async with served(desk) as meta:
        payload = meta.webhook(meta.text(AWA, "Bonjour"))
        assert (await meta.post_forged(payload)).status_code == 403
        assert (await meta.post(payload, signature="")).status_code == 403
        assert (await meta.post(b"hello")).status_code == 200
        assert (await meta.http.put(meta.url)).status_code == 405
    assert desk.accepted == []


async def test_a_desk_that_cannot_store_asks_meta_to_come_back() -> None:
    async with served(RecordingDesk(full=True)) as meta:
        response = await meta.say(AWA, "Bonjour")
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")


async def test_a_body_above_the_limit_is_not_read_to_its_end() -> None:
    async with served(RecordingDesk()) as meta:
        at_limit = b" " * (3 * 1024 * 1024)
        assert (await meta.post(at_limit)).status_code == 200
        assert (await meta.post(at_limit + b" ")).status_code == 413


async def test_handshake() -> None:
    async with served(RecordingDesk()) as meta:
        response = await meta.handshake("1158201444")
        assert (response.status_code, response.text) == (200, "1158201444")
        assert response.headers["content-type"].startswith("text/plain")
        assert response.headers["x-content-type-options"] == "nosniff"
        meta.verify_token = "guess"
        assert (await meta.handshake()).status_code == 403
        assert (await meta.http.get(meta.url)).status_code == 403


async def test_unknown_or_closed_account() -> None:
    async with served(RecordingDesk(), account="ailleurs") as meta:
        assert (await meta.say(AWA, "Bonjour")).status_code == 404
        assert (await meta.handshake()).status_code == 404


async def test_while_the_desk_is_starting() -> None:
    async with served(None) as meta:
        assert (await meta.say(AWA, "Bonjour")).status_code == 503
        assert (await meta.handshake()).status_code == 503
