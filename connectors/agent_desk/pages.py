"""The pages of the desk as a plain Sanic blueprint, for whoever runs the server.

    app.blueprint(pages(), url_prefix="/desk")

==========================  =====================================================================
``GET  /``                  the page
``GET  /files/<name>``      its script and style
``GET  /events``            ``?ticket=``: the board and one ticket, then what changes (SSE)
``POST /take``              ``{"ticket", "agent"}``
``POST /answer``            ``{"ticket", "agent", "text", "id"}``
``POST /note``              ``{"ticket", "agent", "text"}``
``POST /close``             ``{"ticket", "agent"}``
``POST /again``             ``{"ticket", "agent"}``: write to the person of an earlier ticket
``POST /begin``             ``{"tenant", "account", "phone", "name", "agent"}``
==========================  =====================================================================

A post answers 200 with ``{"ticket"}``, else ``{"error", "code"}``. The page works under any prefix.
It needs ``app.ctx.agent_desk`` and ``app.ctx.front_desk``; while they are not there yet it answers
503.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse, text
from sanic.response import html as html_page
from sanic.response import json as json_answer

from connectors.agent_desk.desk import Desk, FrontDesk
from connectors.agent_desk.submissions import read_act, read_beginning, read_spoken
from connectors.web_page import (
    HEARTBEAT,
    SIGN_OF_LIFE,
    WebPage,
    event,
    is_json,
    protect,
    remember,
)
from engine.errors import DeliveryError
from engine.handoff.tickets import HandoffError, Ticket

logger = logging.getLogger(__name__)

_OWN = Path(__file__).parent / "page"
#: What both pages draw with: elements, WhatsApp's marks, colours.
_PAGE = WebPage(folders=(_OWN, _OWN.parents[1] / "simulator" / "page"))

_STATUS = {"unknown_ticket": 404, "unknown_contact": 404, "closed": 409}

Reader = Callable[[Any], Any]
Doer = Callable[[Any, FrontDesk], Awaitable[Ticket]]


def pages() -> Blueprint:
    """Return the routes; mount them under any prefix, once per application."""
    blueprint = Blueprint("agent_desk_pages")
    blueprint.on_request(_guard)
    blueprint.middleware(protect, attach_to="response")
    blueprint.before_server_stop(_hang_up)
    blueprint.add_route(_page, "/", methods=["GET"], name="page")
    blueprint.add_route(_file, "/files/<name:str>", methods=["GET"], name="file")
    blueprint.add_route(_events, "/events", methods=["GET"], name="events")
    for name, handler in _POSTS.items():
        blueprint.add_route(handler, f"/{name}", methods=["POST"], name=name)
    return blueprint


# -- the door --------------------------------------------------------------------------------


async def _guard(request: Request) -> HTTPResponse | None:
    desk = _desk(request)
    if desk is None:
        return text("Le relais démarre, un instant.", 503, headers={"Retry-After": "2"})
    return _PAGE.refusal(request, desk.access)


async def _hang_up(app: Sanic[Any, Any]) -> None:
    desk: Desk | None = getattr(app.ctx, "agent_desk", None)
    if desk is not None:
        await desk.live.stop()


# -- the page --------------------------------------------------------------------------------


async def _page(request: Request) -> HTTPResponse:
    desk = _required(request)
    response = html_page(_PAGE.filled("page.html", request, desk.setup()))
    # The script cleans the address.
    remember(response, request, desk.access)
    return response


async def _file(request: Request, name: str) -> HTTPResponse:
    return _PAGE.file(name)


async def _events(request: Request) -> HTTPResponse | None:
    """Stream ``board``, ``ticket`` and ``said`` as they change; ``gone`` for an unknown ticket."""
    asked = request.args.get("ticket") or ""
    if asked and not (asked.isdecimal() and asked.isascii() and len(asked) < 19):
        return json_answer({"error": "'ticket' must be the number of a ticket"}, 400)
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8",
        headers={"X-Accel-Buffering": "no"},
    )
    with _required(request).live.watch(int(asked) if asked else None) as watcher:
        while not watcher.hung_up:
            news = await watcher.next(HEARTBEAT)
            await response.send(SIGN_OF_LIFE if news is None else event(*news))
    await response.eof()
    return None


# -- what the office does --------------------------------------------------------------------


async def _take(request: Request) -> HTTPResponse:
    return await _done(request, read_act, _required(request).take)


async def _answer(request: Request) -> HTTPResponse:
    return await _done(request, read_spoken, _required(request).answer)


async def _note(request: Request) -> HTTPResponse:
    return await _done(request, read_spoken, _required(request).note)


async def _close(request: Request) -> HTTPResponse:
    return await _done(request, read_act, _required(request).close)


async def _again(request: Request) -> HTTPResponse:
    return await _done(request, read_act, _required(request).again)


async def _begin(request: Request) -> HTTPResponse:
    desk = _required(request)
    return await _done(request, lambda data: read_beginning(data, desk.tenants), desk.begin)


_POSTS = {
    "take": _take,
    "answer": _answer,
    "note": _note,
    "close": _close,
    "again": _again,
    "begin": _begin,
}


async def _done(request: Request, read: Reader, do: Doer) -> HTTPResponse:
    """Read the body, do it, and tell what came of it."""
    if not is_json(request):
        return _refused("the body must be application/json", "malformed", 415)
    front_desk: FrontDesk | None = getattr(request.app.ctx, "front_desk", None)
    if front_desk is None:
        return _refused("the front desk is starting", "starting", 503)
    try:
        wanted = read(json.loads(request.body))
    except (ValueError, RecursionError) as error:
        return _refused(str(error), "malformed", 400)
    try:
        ticket = await do(wanted, front_desk)
    except HandoffError as error:
        return _refused(str(error), error.code, _STATUS.get(error.code, 409))
    except DeliveryError as error:
        return _refused(str(error), "unreachable", 502)
    except Exception:
        logger.exception("an act of the office failed", extra={"action": "desk_act_failed"})
        return _refused("it could not be stored", "failed", 503)
    return json_answer({"ticket": ticket.id})


def _refused(error: str, code: str, status: int) -> HTTPResponse:
    return json_answer({"error": error, "code": code}, status)


def _desk(request: Request) -> Desk | None:
    found: Desk | None = getattr(request.app.ctx, "agent_desk", None)
    return found


def _required(request: Request) -> Desk:
    desk = _desk(request)
    assert desk is not None, "the guard lets nobody pass before"
    return desk
