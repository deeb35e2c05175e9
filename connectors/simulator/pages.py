"""The pages of the simulator as a plain Sanic blueprint, for whoever runs the server.

    app.blueprint(pages(), url_prefix="/simulator")

==========================  =====================================================================
``GET  /``                  the page
``GET  /files/<name>``      its script and style
``GET  /events``            ``?tenant=&contact=``: the history of a phone, then what follows, and
                            what becomes of the project's files (SSE)
``POST /messages``          a message of a person: 202 once it is stored
``POST /restart``           begin the conversation anew: 202
==========================  =====================================================================

The page works under any prefix. It needs ``app.ctx.simulator`` and ``app.ctx.front_desk``; while
they are not there yet it answers 503.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse, text
from sanic.response import html as html_page
from sanic.response import json as json_answer

from connectors.simulator.phones import Item, Line
from connectors.simulator.simulator import Simulator
from connectors.simulator.submissions import read_line, read_message, read_restart
from connectors.web_page import (
    HEARTBEAT,
    SIGN_OF_LIFE,
    WebPage,
    event,
    is_json,
    protect,
    remember,
)
from engine.messages import Inbound, Kind

logger = logging.getLogger(__name__)

_PAGE = WebPage(folders=(Path(__file__).parent / "page",))

Reader = Callable[..., Inbound]


class FrontDesk(Protocol):
    """What the pages need of the running system; found at ``app.ctx.front_desk``."""

    async def accept(self, messages: Sequence[Inbound]) -> object:
        """Store the messages; raise when that is impossible."""
        ...


def pages() -> Blueprint:
    """Return the routes; mount them under any prefix, once per application."""
    blueprint = Blueprint("simulator_pages")
    blueprint.on_request(_guard)
    blueprint.middleware(protect, attach_to="response")
    blueprint.before_server_stop(_hang_up)
    blueprint.add_route(_page, "/", methods=["GET"], name="page")
    blueprint.add_route(_file, "/files/<name:str>", methods=["GET"], name="file")
    blueprint.add_route(_events, "/events", methods=["GET"], name="events")
    blueprint.add_route(_messages, "/messages", methods=["POST"], name="messages")
    blueprint.add_route(_restart, "/restart", methods=["POST"], name="restart")
    return blueprint


# -- the door --------------------------------------------------------------------------------


async def _guard(request: Request) -> HTTPResponse | None:
    """Let the request pass, or answer it: 503 while starting, 404 when off, 403 without a key."""
    simulator = _simulator(request)
    if simulator is None:
        return text("Le simulateur démarre, un instant.", 503, headers={"Retry-After": "2"})
    return _PAGE.refusal(request, simulator.access)


async def _hang_up(app: Sanic[Any, Any]) -> None:
    simulator: Simulator | None = getattr(app.ctx, "simulator", None)
    if simulator is not None:
        simulator.phones.hang_up()


# -- the page --------------------------------------------------------------------------------


async def _page(request: Request) -> HTTPResponse:
    simulator = _required(request)
    response = html_page(_PAGE.filled("page.html", request, simulator.setup()))
    # The script cleans the address.
    remember(response, request, simulator.access)
    return response


async def _file(request: Request, name: str) -> HTTPResponse:
    return _PAGE.file(name)


# -- what happens on a phone -----------------------------------------------------------------


async def _events(request: Request) -> HTTPResponse | None:
    """Stream the items of one phone: ``history`` first, then ``item`` by ``item``.

    ``project`` comes in between whenever its files changed.
    """
    simulator = _required(request)
    asked = {key: request.args.get(key) for key in ("tenant", "contact")}
    try:
        line = read_line(asked, simulator.tenants)
    except ValueError as error:
        return json_answer({"error": str(error)}, 400)
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8",
        headers={"X-Accel-Buffering": "no"},
    )
    # Nothing is awaited between the history and the watch: no item is lost or doubled.
    with simulator.phones.watch(line) as watcher:
        await response.send(event("history", simulator.phones.history(line)))
        if simulator.project is not None:
            await response.send(event("project", simulator.project))
        while not watcher.hung_up:
            item = await watcher.next(HEARTBEAT)
            await response.send(SIGN_OF_LIFE if item is None else _event(item))
    await response.eof()
    return None


async def _messages(request: Request) -> HTTPResponse:
    return await _take(request, read_message)


async def _restart(request: Request) -> HTTPResponse:
    return await _take(request, read_restart)


async def _take(request: Request, read: Reader) -> HTTPResponse:
    """Hand one message over to the front desk: 202 when it is stored."""
    simulator = _required(request)
    if not is_json(request):
        return json_answer({"error": "the body must be application/json"}, 415)
    try:
        message = read(json.loads(request.body), tenants=simulator.tenants, now=datetime.now(UTC))
    except (ValueError, RecursionError) as error:
        return json_answer({"error": str(error)}, 400)
    front_desk: FrontDesk | None = getattr(request.app.ctx, "front_desk", None)
    if front_desk is None:
        return json_answer({"error": "the front desk is starting"}, 503)
    try:
        await front_desk.accept([message])
    except Exception:
        logger.exception(
            "a simulated message was not stored",
            extra={"action": "accept_failed", "tenant": message.tenant},
        )
        return json_answer({"error": "the message could not be stored"}, 503)
    _show(simulator, message, restart=read is read_restart)
    return json_answer({"message_id": message.message_id}, 202)


def _show(simulator: Simulator, message: Inbound, *, restart: bool) -> None:
    """Put the person's own message on every page of that phone."""
    line = Line.parse(message.aliases[0].value)
    if simulator.phones.knows(line, message.message_id):
        return
    if restart:
        simulator.phones.publish(line, "restarted", message_id=message.message_id)
        return
    place = message.location
    said = message.text if message.kind is not Kind.LOCATION or place is None else place.name
    # Its turn may be over already.
    masked = simulator.phones.masked(line, message.message_id)
    simulator.phones.publish(
        line,
        "said",
        message_id=message.message_id,
        said=message.kind.value,
        text=said if masked is None else masked,
    )


def _event(item: Item) -> str:
    """Return what happened on the line, or to the project: that is no item of a phone."""
    return event("project" if item["kind"] == "project" else "item", item)


def _simulator(request: Request) -> Simulator | None:
    found: Simulator | None = getattr(request.app.ctx, "simulator", None)
    return found


def _required(request: Request) -> Simulator:
    simulator = _simulator(request)
    assert simulator is not None, "the guard lets nobody pass before"
    return simulator
