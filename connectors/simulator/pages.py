"""The pages of the simulator as a plain Sanic blueprint, for whoever runs the server.

    app.blueprint(pages(), url_prefix="/simulator")

==========================  =====================================================================
``GET  /``                  the page
``GET  /files/<name>``      its script and style
``GET  /events``            ``?tenant=&contact=``: the history of a phone, then what follows (SSE)
``POST /messages``          a message of a person: 202 once it is stored
``POST /restart``           begin the conversation anew: 202
==========================  =====================================================================

The page works under any prefix. It needs ``app.ctx.simulator`` and ``app.ctx.front_desk``; while
they are not there yet it answers 503.
"""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse, raw, text
from sanic.response import html as html_page
from sanic.response import json as json_answer

from connectors.simulator.access import COOKIE, PASS_SECONDS
from connectors.simulator.phones import Item, Line
from connectors.simulator.simulator import Simulator
from connectors.simulator.submissions import read_line, read_message, read_restart
from engine.messages import Inbound, Kind

logger = logging.getLogger(__name__)

#: Seconds between two signs of life on a silent stream: less than the patience of proxies (60).
HEARTBEAT = 15.0

_FOLDER = Path(__file__).parent / "page"
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address may hold the token.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

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
    blueprint.middleware(_protect, attach_to="response")
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
    if not simulator.access.exists:
        return text("", 404)
    cookie = request.cookies.get(COOKIE) or ""
    if simulator.access.admits(cookie=cookie, token=request.args.get("token") or ""):
        return None
    if "/files/" in request.path:
        return None  # nothing secret, and the page that asks for the key wants its style
    return html_page(_template("locked.html", request, {}), 403)


async def _protect(request: Request, response: HTTPResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


async def _hang_up(app: Sanic[Any, Any]) -> None:
    simulator: Simulator | None = getattr(app.ctx, "simulator", None)
    if simulator is not None:
        simulator.phones.hang_up()


# -- the page --------------------------------------------------------------------------------


async def _page(request: Request) -> HTTPResponse:
    simulator = _required(request)
    response = html_page(_template("page.html", request, simulator.setup()))
    if simulator.access.knows(request.args.get("token") or ""):
        # Set on the page itself, not on a redirect: after a link from elsewhere a browser would
        # not send a strict cookie to the redirected address. The script cleans the address.
        response.add_cookie(
            COOKIE,
            simulator.access.pass_value,
            path=_root(request),
            max_age=PASS_SECONDS,
            httponly=True,
            samesite="Strict",
            secure=request.scheme == "https",
        )
    return response


def _template(name: str, request: Request, setup: dict[str, Any]) -> str:
    """Return a page with the address it is mounted at and what its script has to know."""
    page = (_FOLDER / name).read_text("utf-8")
    page = page.replace("{{root}}", html.escape(_root(request)))
    return page.replace("{{setup}}", html.escape(json.dumps(setup)))


def _root(request: Request) -> str:
    # One slash, whatever was asked: "//host" would be another server's address.
    return "/" + request.path.strip("/")


async def _file(request: Request, name: str) -> HTTPResponse:
    # Asked of the folder's own listing, so that no name leads out of it.
    for path in _FOLDER.iterdir():
        if path.name == name and path.suffix in _TYPES:
            return raw(path.read_bytes(), content_type=_TYPES[path.suffix])
    return text("", 404)


# -- what happens on a phone -----------------------------------------------------------------


async def _events(request: Request) -> HTTPResponse | None:
    """Stream the items of one phone: ``history`` first, then ``item`` by ``item``."""
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
        await response.send(_event("history", simulator.phones.history(line)))
        while not watcher.hung_up:
            item = await watcher.next(HEARTBEAT)
            await response.send(": still here\n\n" if item is None else _event("item", item))
    await response.eof()
    return None


async def _messages(request: Request) -> HTTPResponse:
    return await _take(request, read_message)


async def _restart(request: Request) -> HTTPResponse:
    return await _take(request, read_restart)


async def _take(request: Request, read: Reader) -> HTTPResponse:
    """Hand one message over to the front desk: 202 when it is stored."""
    simulator = _required(request)
    # A form of another site can post anything but this type without asking the browser first.
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
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
    simulator.phones.publish(
        line,
        "said",
        message_id=message.message_id,
        said=message.kind.value,
        text=message.text if message.kind is not Kind.LOCATION or place is None else place.name,
    )


def _event(name: str, data: list[Item] | Item) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _simulator(request: Request) -> Simulator | None:
    found: Simulator | None = getattr(request.app.ctx, "simulator", None)
    return found


def _required(request: Request) -> Simulator:
    simulator = _simulator(request)
    assert simulator is not None, "the guard lets nobody pass before"
    return simulator
