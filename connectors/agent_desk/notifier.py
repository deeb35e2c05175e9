"""Tells the office of new tickets, in the ways that its tenant has named.

    notifier = Notifier(tenants=tenants, database=database, ways=ways, now=now, desk_url=url)
    desk.observe(notifier.note_turn)
    notifier.begin(front_desk)              # and tells what the last process has not told
    await notifier.stop()

What is to be told is a row of the database (:mod:`engine.handoff.notices`): each recipient is told
until the other side has taken it, at least once, and at most a day late. Nothing that the person
said leaves the house; a link to the desk does instead.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from connectors.agent_desk.desk import FrontDesk
from connectors.agent_desk.telling import Answer, Telling, Way
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.handoff import notices
from engine.handoff.notices import Notice, Recipient, State
from engine.messages import Inbound
from engine.registry import Registry
from engine.storage.database import Database
from engine.tenants import Tenant, Tenants
from engine.tenants.sections.handoff import HandoffPolicy

logger = logging.getLogger(__name__)

#: Seconds after which an attempt counts as failed, however slowly the other side still talks.
PATIENCE = 60.0
#: Recipients of one tenant that are told in one way at the same moment.
AT_ONCE = 4

#: One telling: the row of the ticket and the target.
Place = tuple[str, str]


class Notifier:
    """One process's messenger; it works only while there is something to tell."""

    def __init__(
        self,
        *,
        tenants: Tenants,
        database: Database,
        ways: Registry[Way],
        now: Callable[[], datetime],
        desk_url: str,
    ) -> None:
        self._tenants = tenants
        self._database = database
        self._ways = ways
        self._now = now
        self._desk_url = desk_url
        # None before the start, and after the stop.
        self._front_desk: FrontDesk | None = None
        self._woken = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        # (tenant, way) -> who waits for the other side.
        self._lines: dict[tuple[str, str], asyncio.Semaphore] = {}
        # (tenant, way) whose unset variables stand in the log already.
        self._unset: set[tuple[str, str]] = set()

    def begin(self, front_desk: FrontDesk) -> None:
        """Tell what the last process has left, and from now on what is new."""
        self._front_desk = front_desk
        self.wake()

    def note_turn(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        """Look whether a turn has opened a ticket; an observer of the front desk."""
        if any(effect.name == "handoff.open" for effect in result.effects):
            self.wake()

    def wake(self) -> None:
        """Look for something to tell, now."""
        wished = any(tenant.section(HandoffPolicy).recipients for tenant in self._tenants)
        if self._front_desk is None or not wished:
            return
        self._woken.set()
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._tell_all(self._front_desk))

    async def stop(self) -> None:
        """End the work in hand; what is not told yet waits for the next start."""
        self._front_desk = None
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work

    async def settled(self) -> None:
        """Wait until nothing is left to tell; for tests."""
        if self._work is not None:
            await self._work

    async def _tell_all(self, front_desk: FrontDesk) -> None:
        running: dict[Place, asyncio.Task[None]] = {}
        try:
            while True:
                wait = await self._tell_due(front_desk, running)
                # Woken while we looked: there is more than we saw.
                if wait is None and not running and not self._woken.is_set():
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._woken.wait()
        finally:
            tasks = list(running.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell_due(
        self, front_desk: FrontDesk, running: dict[Place, asyncio.Task[None]]
    ) -> float | None:
        """Begin to tell what is due; return the seconds until there is more, None if there is not.

        Each telling goes on by itself: a new ticket does not wait for a server that hangs.
        """
        self._woken.clear()
        # Before the look: what ends while we look is seen as it was before.
        busy = set(running)
        try:
            unfinished = await self._database.look(notices.unfinished)
        except Exception:
            logger.exception("tickets cannot be announced", extra={"action": "notice_failed"})
            return notices.FIRST_WAIT
        now = self._now()
        later = []
        for notice in unfinished:
            for target, at in notice.waiting.items():
                place = (notice.key, target)
                if place in busy:
                    continue
                if at > now:
                    later.append((at - now).total_seconds())
                    continue
                running[place] = asyncio.create_task(self._settle(notice, target, front_desk))
                running[place].add_done_callback(partial(self._note_done, running, place))
        return min(later, default=None)

    def _note_done(
        self,
        running: dict[Place, asyncio.Task[None]],
        place: Place,
        task: asyncio.Task[None],
    ) -> None:
        del running[place]
        self._woken.set()

    async def _settle(self, notice: Notice, target: str, front_desk: FrontDesk) -> None:
        """Tell one recipient of one ticket, and note what became of it."""
        way, _, _ = target.partition(":")
        line = self._lines.setdefault((notice.tenant, way), asyncio.Semaphore(AT_ONCE))
        try:
            async with line:
                answer = await self._tell(notice, target, front_desk)
            state = await self._database.run(
                notices.settle, notice, target, answer.state, now=self._now(), reason=answer.reason
            )
        except Exception:
            logger.exception("a telling cannot be noted", extra={"action": "notice_failed"})
            await asyncio.sleep(notices.FIRST_WAIT)  # it is due again as soon as this ends
            return
        if state is State.TOO_LATE:
            self._warn("a ticket was not announced in time", "notice_given_up", notice, target)

    async def _tell(self, notice: Notice, target: str, front_desk: FrontDesk) -> Answer:
        tenant, recipient = self._recipient(notice, target)
        if tenant is None or recipient is None:
            return Answer(state=State.UNWANTED)
        way = self._ways[recipient.way]
        if missing := way.missing(tenant):
            self._note_unset(tenant, way, missing)
            return Answer(state=State.WAITING, reason="unset")
        telling = Telling(
            notice=notice,
            tenant=tenant,
            to=recipient.to,
            ident=notice.ident(target),
            link=f"{self._desk_url}#{notice.ticket}",
            at=self._now(),
            front_desk=front_desk,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await way.tell(telling)
        except Exception as error:
            # A way should answer. What it raises may hold an address: its kind is told.
            answer = Answer(state=State.WAITING, reason=type(error).__name__)
        if answer.state is not State.TOLD:
            message = f"a ticket was not announced: {answer.reason}"
            self._warn(message, "notice_refused", notice, target)
        return answer

    def _recipient(self, notice: Notice, target: str) -> tuple[Tenant | None, Recipient | None]:
        """Return who is meant, as the files of the tenants say it now."""
        if notice.tenant not in self._tenants:
            return None, None
        tenant = self._tenants[notice.tenant]
        return tenant, notices.recipient_of(tenant.section(HandoffPolicy), target)

    def _note_unset(self, tenant: Tenant, way: Way, missing: Sequence[str]) -> None:
        """Say once what is missing; a restart with it tells what was not told."""
        if (tenant.id, way.name) in self._unset:
            return
        self._unset.add((tenant.id, way.name))
        logger.warning(
            "the office cannot be told by %s: %s not set",
            way.name,
            " and ".join(missing),
            extra={"action": "notice_unset", "tenant": tenant.id},
        )

    def _warn(self, message: str, action: str, notice: Notice, target: str) -> None:
        way, _, _ = target.partition(":")
        extra = {"tenant": notice.tenant, "ticket": notice.ticket, "way": way}
        logger.warning(message, extra={"action": action, **extra})
