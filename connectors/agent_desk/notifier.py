"""Tells the office of new tickets: a post to the address that its tenant has named.

    notifier = Notifier(tenants=tenants, database=database, environ=environ, now=now, base_url=url)
    desk.observe(notifier.note_turn)
    await notifier.stop()

What is to be told is a row of the database (:mod:`engine.handoff.notices`): it is told until the
other side has taken it, at least once, and at most a day late. Nothing that the person said leaves
the house; the post has a link to the desk instead.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

import httpx

from engine.delivery.contracts import ConversationKey, TurnResult
from engine.handoff import notices
from engine.handoff.notices import Notice
from engine.messages import Inbound
from engine.storage.database import Database
from engine.tenants import Tenants
from engine.tenants.sections.handoff import HandoffPolicy

logger = logging.getLogger(__name__)

#: Seconds that the other side has to answer.
PATIENCE = 10.0


class Notifier:
    """One process's messenger; it works only while there is something to tell."""

    def __init__(
        self,
        *,
        tenants: Tenants,
        database: Database,
        environ: Mapping[str, str],
        now: Callable[[], datetime],
        desk_url: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._tenants = tenants
        self._database = database
        self._environ = environ
        self._now = now
        self._desk_url = desk_url
        self._transport = transport
        self._woken = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def note_turn(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        """Look whether a turn has opened a ticket; an observer of the front desk."""
        if any(effect.name == "handoff.open" for effect in result.effects):
            self.wake()

    def wake(self) -> None:
        """Look for something to tell, now; at the start of a process, what the last one left."""
        if not any(tenant.section(HandoffPolicy).webhook for tenant in self._tenants):
            return
        self._woken.set()
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._tell_all())

    async def stop(self) -> None:
        """End the work in hand; what is not told yet waits for the next start."""
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work

    async def settled(self) -> None:
        """Wait until nothing is left to tell; for tests."""
        if self._work is not None:
            await self._work

    async def _tell_all(self) -> None:
        async with httpx.AsyncClient(timeout=PATIENCE, transport=self._transport) as client:
            while (wait := await self._tell_due(client)) is not None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._woken.wait()

    async def _tell_due(self, client: httpx.AsyncClient) -> float | None:
        """Tell what is due; return the seconds until there is more, None when there is nothing."""
        self._woken.clear()
        try:
            for notice in await self._database.look(notices.pending, now=self._now()):
                told = await self._tell(client, notice)
                await self._database.run(notices.settle, notice, told=told, now=self._now())
            following = await self._database.look(notices.next_at)
        except Exception:
            logger.exception("tickets cannot be announced", extra={"action": "notice_failed"})
            return notices.FIRST_WAIT
        if following is None:
            return None
        return max(0.0, (following - self._now()).total_seconds())

    async def _tell(self, client: httpx.AsyncClient, notice: Notice) -> bool:
        """Post one notice; return whether the other side has taken it."""
        extra = {"tenant": notice.tenant, "ticket": notice.ticket}
        address = self._address(notice.tenant)
        if not address:
            logger.warning(
                "a webhook is named but not set", extra={"action": "notice_unset", **extra}
            )
            return False
        body = {**notice.to_json(), "desk": f"{self._desk_url}#{notice.ticket}"}
        try:
            answer = await client.post(address, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The address may hold a key: only the kind of the fault is told.
            reason = type(error).__name__
        else:
            if answer.is_success:
                return True
            reason = str(answer.status_code)
        logger.warning(
            "a ticket was not announced: %s", reason, extra={"action": "notice_refused", **extra}
        )
        return False

    def _address(self, tenant_id: str) -> str:
        if tenant_id not in self._tenants:
            return ""
        variable = self._tenants[tenant_id].section(HandoffPolicy).webhook
        return self._environ.get(variable, "") if variable else ""
