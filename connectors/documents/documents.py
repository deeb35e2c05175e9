"""What the pages of certificates need, of one process.

documents = Documents(database=database, open_keyring=settings.keyring, now=settings.now)
app.ctx.documents = documents
app.blueprint(pages())              # connectors.documents.pages
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from connectors.documents.visits import Visits
from engine.certificates.issuing import paper_of
from engine.certificates.links import find_linked
from engine.certificates.verification import Finding, verify
from engine.keyring import Keyring
from engine.storage.database import Database


class Documents:
    """Hands certificates out by their link and verifies them by their number."""

    def __init__(
        self,
        *,
        database: Database,
        open_keyring: Callable[[], Keyring],
        now: Callable[[], datetime],
        visits: Visits | None = None,
    ) -> None:
        self._database = database
        self._open_keyring = open_keyring
        self._now = now
        self.visits = visits or Visits()

    @cached_property
    def _keyring(self) -> Keyring:
        return self._open_keyring()

    async def paper(self, token: str) -> bytes | None:
        """Return the file that ``token`` opens now; None when there is none."""
        certificate = await self._database.look(find_linked, token, self._now())
        if certificate is None:
            return None
        # Drawing takes a while, and others are being served.
        return await asyncio.to_thread(paper_of, certificate)

    async def finding(self, number: str, signature: str) -> Finding | None:
        """Return what may be told of a certificate; None when it is not ours."""
        return await self._database.look(verify, self._keyring, number, signature)
