"""The routes of the WhatsApp door: ``/webhooks/whatsapp/<account>``, in plain Sanic.

A message is stored and answered with 200; the delivery room runs the conversation afterwards::

    app.blueprint(routes(), url_prefix="/webhooks/whatsapp")
"""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, text

from connectors.whatsapp import limits
from connectors.whatsapp.meta_account import challenge_answer
from connectors.whatsapp.reception import FrontDesk, hand_over, handle_post

# Seconds; Meta spaces its deliveries out on its own, proxies may listen.
_RETRY_AFTER = {"Retry-After": "30"}


def routes() -> Blueprint:
    """Return the routes of every account of ``app.ctx.front_desk``."""
    blueprint = Blueprint("whatsapp")
    blueprint.add_route(_greet, "/<account:str>", methods=["GET"], name="greet")
    blueprint.add_route(_take, "/<account:str>", methods=["POST"], stream=True, name="take")
    return blueprint


async def _greet(request: Request, account: str) -> HTTPResponse:
    """Answer Meta's handshake: the challenge as plain text, or 403."""
    front_desk = _front_desk(request)
    if front_desk is None:
        return empty(503, headers=_RETRY_AFTER)
    door = front_desk.door(account)
    if door is None:
        return empty(404)
    query = {name: values[0] for name, values in request.args.items() if values}
    answer = challenge_answer(door, query)
    if answer is None:
        return empty(403)
    # The challenge is somebody else's text: no browser may take it for a page.
    return text(answer, headers={"X-Content-Type-Options": "nosniff"})


async def _take(request: Request, account: str) -> HTTPResponse:
    """Take one webhook."""
    front_desk = _front_desk(request)
    if front_desk is None:
        return empty(503, headers=_RETRY_AFTER)
    raw = await _body(request)
    reception = handle_post(front_desk.door(account), request.headers, raw)
    status = await hand_over(front_desk, reception)
    if status == 200:
        return text("")
    return empty(status, headers=_RETRY_AFTER if status == 503 else None)


async def _body(request: Request) -> bytes:
    """Return the body as received, read no further than shows that it is too long.

    The sender is not verified yet: an unlimited read would let anybody fill the memory.
    """
    # A middleware of the application may have read it.
    parts: list[bytes] = [request.body] if request.body else []
    size = len(request.body)
    # Sanic declares the stream without the method that all its kinds have.
    stream: Any = request.stream
    while size <= limits.WEBHOOK_BODY and (part := await stream.read()):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _front_desk(request: Request) -> FrontDesk | None:
    """Return the running system; None while it is starting."""
    found: FrontDesk | None = getattr(request.app.ctx, "front_desk", None)
    return found
