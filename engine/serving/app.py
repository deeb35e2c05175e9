"""The web server: the connectors' routes, ``/health`` and ``/ready``; no HTTP API of Rasa."""

from __future__ import annotations

from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from engine.serving.runtime import Runtime

#: Largest body that is read; Meta sends at most 3 MB.
_BODY_LIMIT = 4 * 1024 * 1024


def create_app(runtime: Runtime) -> Sanic[Any, Any]:
    """Return the application of ``runtime``, which it starts and stops with itself."""
    app: Sanic[Any, Any] = Sanic("accueil", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = _BODY_LIMIT
    app.config.ACCESS_LOG = False
    # An error page must not show how the house is built.
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.front_desk = runtime
    for connection in runtime.connections:
        for name, value in connection.context.items():
            setattr(app.ctx, name, value)
        for blueprint, prefix in connection.blueprints:
            app.blueprint(blueprint, url_prefix=prefix)
    app.add_route(_health, "/health")
    app.add_route(_ready, "/ready")
    app.before_server_start(_start)
    app.after_server_stop(_stop)
    return app


async def _start(app: Sanic[Any, Any]) -> None:
    await app.ctx.front_desk.start()


async def _stop(app: Sanic[Any, Any]) -> None:
    await app.ctx.front_desk.stop()


async def _health(request: Request) -> HTTPResponse:
    """The process lives."""
    return json(request.app.ctx.front_desk.health())


async def _ready(request: Request) -> HTTPResponse:
    """Messages are taken and answered: 200, else 503 with the reason."""
    report = await request.app.ctx.front_desk.readiness()
    return json(report, status=200 if report.get("ready") else 503)
