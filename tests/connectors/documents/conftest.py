"""The pages of certificates on a loopback server, with one certificate to look at."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from connectors.documents.documents import Documents
from connectors.documents.pages import pages
from connectors.documents.visits import Visits
from engine.certificates.issuing import enrolment_content, issue
from engine.certificates.links import make_link
from engine.certificates.records import Certificate
from engine.families.children import find_child
from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.actions.parishes import parish
from tests.engine.families.parish_school import CALENDAR, DIATTA, NOW, RING, enter, fill


@dataclass
class Shelf:
    """A database with a certificate of Awa, and a clock."""

    database: Database
    certificate: Certificate
    # Opens it for a quarter of an hour.
    token: str
    now: datetime = NOW

    @property
    def path(self) -> str:
        """Where it is verified."""
        return f"/v/{self.certificate.number}?s={self.certificate.signature}"

    def documents(self, visits: Visits | None = None) -> Documents:
        """Return what the pages need."""
        return Documents(
            database=self.database,
            open_keyring=lambda: RING,
            now=lambda: self.now,
            visits=visits,
        )


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(database)
    fill(database)
    with database.transaction() as connection:
        family = enter(connection, "c1", DIATTA)
        awa = find_child(connection, family, "Awa")
        assert awa is not None
        tenant = parish(sections=(CALENDAR,))
        content = enrolment_content(tenant, awa, "https://accueil.example", NOW)
        assert content is not None
        made = issue(connection, RING, family, awa, content, key="m1", now=NOW)
        token = make_link(connection, made, minutes=15, now=NOW)
    yield Shelf(database, made, token)
    database.close()


@asynccontextmanager
async def served(documents: Documents | None) -> AsyncIterator[str]:
    """Mount the pages at the root of a loopback server; yield its address."""
    app = Sanic(f"documents-{id(documents)}")
    # Sanic rewrites its own methods at the start of an application, which a second one in the same
    # process does not survive.
    app.config.TOUCHUP = False
    app.config.MOTD = False
    app.blueprint(pages(), url_prefix="/")
    if documents is not None:
        app.ctx.documents = documents
    listener = socket.create_server(("127.0.0.1", 0))
    # Sanic's handle on its server is not typed.
    server: Any = await app.create_server(
        sock=listener, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await server.before_stop()
        server.close()
        for connection in tuple(server.connections):
            connection.abort()
        await asyncio.wait_for(server.wait_closed(), 5)
        Sanic.unregister_app(app)
