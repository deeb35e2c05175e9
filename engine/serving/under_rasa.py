"""The running system inside plain ``rasa run``: Rasa is the server, its loaded model is the brain.

Channels call :func:`join_rasa` on their routes; the first one starts the system with the server.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from sanic import Blueprint, Sanic

from engine.serving import rasa_servers
from engine.serving.runtime import Runtime
from engine.settings import Settings
from engine.storage.database import Database
from engine.storage.migrations import migrate


def join_rasa(routes: Blueprint) -> Blueprint:
    """Return ``routes`` with the start and stop of the system attached.

    Where a server has put a system on ``app.ctx.front_desk`` already, nothing happens.
    """
    rasa_servers.install()
    routes.after_server_start(_start)
    routes.before_server_stop(_stop)
    return routes


async def _start(app: Sanic[Any, Any]) -> None:
    if getattr(app.ctx, "front_desk", None) is not None:
        return
    settings = Settings.load(Path.cwd(), os.environ)
    database = Database(settings.database_url)
    migrate(database)
    # By name: only the room of components imports Rasa, and this one must not need it to be read.
    launch = importlib.import_module("engine.components.launch")
    runtime = Runtime.build(
        settings,
        database,
        lambda tenants: launch.brain_of_agent(app.ctx.agent, settings, database, tenants),
    )
    for connection in runtime.connections:
        for name, value in connection.context.items():
            setattr(app.ctx, name, value)
    app.ctx.front_desk = runtime
    app.ctx.front_desk_under_rasa = True
    await runtime.start()


async def _stop(app: Sanic[Any, Any]) -> None:
    runtime = getattr(app.ctx, "front_desk", None)
    # Only what was started here; and once, although each channel asks for it.
    if runtime is not None and getattr(app.ctx, "front_desk_under_rasa", False):
        app.ctx.front_desk = None
        await runtime.stop()
