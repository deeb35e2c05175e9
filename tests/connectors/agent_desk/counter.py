"""A desk with a front desk of fakes behind it, on a loopback server.

async with served(Counter()) as address: ...
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sanic import Sanic

from connectors.agent_desk.desk import Desk
from connectors.agent_desk.pages import pages
from engine.delivery.contracts import ConversationKey
from engine.messages import Inbound
from engine.tenants import Account, Tenants
from tests.connectors.simulator.desk import app_name
from tests.engine.delivery.fakes import World
from tests.engine.handoff.office import AWA, Office, tenant

FAKE = Account(name="paroisse-fake", provider="fake", variables={})


class Counter(Office):
    """An office with the page that its people work on."""

    def __init__(self, world: World, *, enabled: bool = True, token: str | None = None) -> None:
        place = tenant(accounts=(FAKE,))
        super().__init__(world, place)
        self.desk = Desk(
            tenants=Tenants([place]),
            database=world.database,
            now=world.clock.now,
            enabled=enabled,
            token=token,
            interval=0.05,
        )

    async def asks(
        self, who: str = AWA, reason: str = "le baptême", **data: Any
    ) -> ConversationKey:
        """Let ``who`` ask for a person."""
        key = await self.knows(who)
        self.effect("handoff.open", key, message=f"ask-{who}", reason=reason, **data)
        return key

    async def hears(self, message: Inbound) -> None:
        """Let a message come in, and everything settle."""
        await self.world.desk.accept([message])
        await self.world.desk.settled()


@asynccontextmanager
async def served(counter: Counter | None, *, port: int = 0) -> AsyncIterator[str]:
    """Mount the pages at ``/desk`` on a loopback server; yield their address."""
    app = Sanic(app_name(None, counter))
    # As for the simulator: a second application in one process must not be rewritten.
    app.config.TOUCHUP = False
    app.config.MOTD = False
    app.blueprint(pages(), url_prefix="/desk")
    if counter is not None:
        app.ctx.agent_desk = counter.desk
        app.ctx.front_desk = counter.world.desk
    listener = socket.create_server(("127.0.0.1", port))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/desk"
    # Sanic's handle on its server is not typed.
    server: Any = await app.create_server(
        sock=listener, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.start_serving()
    try:
        yield address
    finally:
        await server.before_stop()
        server.close()
        for connection in tuple(server.connections):
            connection.abort()
        await server.wait_closed()
        Sanic.unregister_app(app)
