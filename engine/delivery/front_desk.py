"""The one road, ready to use: accept, turns, sending, reports, health.

    desk = FrontDesk(database=database, brain=brain, providers={"meta": meta})
    await desk.start()
    await desk.accept(messages)      # stored: the provider may have its 200
    await desk.post(key, replies, "agent")
    await desk.stop()

One per process, made after any fork, on the loop that serves it. The database is migrated first
(``engine.storage.migrations.migrate``).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery import conversations, inbox, outbox, retention, timers
from engine.delivery.clock import Clock, SystemClock
from engine.delivery.contracts import (
    Brain,
    ConversationKey,
    EffectHandler,
    Origin,
    Provider,
    Texts,
    TurnResult,
)
from engine.delivery.crash_points import reached
from engine.delivery.dispatcher import APOLOGY, Dispatcher, Observer
from engine.delivery.effects import effect_handlers
from engine.delivery.inbox import Accepted, Verdict
from engine.delivery.lanes import Lanes
from engine.delivery.outgoing import Outgoing
from engine.delivery.reports import report
from engine.delivery.sender import Sender
from engine.delivery.timings import Timings
from engine.errors import DeliveryError
from engine.messages import Inbound, Reply, Status
from engine.storage import tables
from engine.storage.database import Database

logger = logging.getLogger(__name__)

#: How long a readiness probe waits for the database, in seconds.
PROBE_SECONDS = 2.0


class NoTexts:
    """Texts of a house that says nothing by itself."""

    def reply(self, name: str, key: ConversationKey, now: datetime) -> Reply | None:
        """Return None, whatever is asked for."""
        return None


class FrontDesk:
    """Owns dispatcher and sender, and the doors to them.

    ``texts`` are what the house says without a turn. ``effects`` are done for turns that ask for
    them by name, beside those of :mod:`engine.delivery.effects`. ``alone`` says that no other
    process serves this database: at the start, what a killed process held is taken over at once
    instead of after its time. ``brain_ready`` answers whether the brain has loaded its model.
    """

    def __init__(
        self,
        *,
        database: Database,
        brain: Brain,
        providers: Mapping[str, Provider],
        clock: Clock | None = None,
        timings: Timings | None = None,
        texts: Texts | None = None,
        effects: Mapping[str, EffectHandler] | None = None,
        apology: str = APOLOGY,
        alone: bool = True,
        brain_ready: Callable[[], bool] = lambda: True,
        jitter: Callable[[], float] = random.random,
        width: int = 8,
    ) -> None:
        self._database = database
        self._providers = providers
        self._clock = clock or SystemClock()
        self._timings = timings or Timings()
        self._alone = alone
        self._brain_ready = brain_ready
        self._observers: list[Observer] = []
        self._running = False
        self._sender = Sender(
            database=database,
            providers=providers,
            clock=self._clock,
            timings=self._timings,
            jitter=jitter,
        )
        self._sending = self._lanes("sending", self._sender, width)
        self._outgoing = Outgoing(self._sender, self._sending)
        self._dispatcher = Dispatcher(
            database=database,
            brain=brain,
            providers=providers,
            clock=self._clock,
            outgoing=self._outgoing,
            on_turn=self._notify,
            texts=texts or NoTexts(),
            handlers=effect_handlers(effects or {}),
            timings=self._timings,
            apology=apology,
            jitter=jitter,
        )
        self._turns = self._lanes("turns", self._dispatcher, width)

    async def start(self) -> None:
        """Take over what a killed process left, and begin to work."""
        if self._alone:
            await self._database.run(conversations.release_all)
            await self._sender.doubt_all()
        await self._turns.start()
        await self._sending.start()
        self._running = True

    async def stop(self) -> None:
        """Finish the work in hand, within the grace of the timings; the rest waits for a start."""
        self._running = False
        await self._turns.stop(self._timings.grace)
        await self._sending.stop(self._timings.grace)
        await self._dispatcher.stop()
        await self._sender.unmark()

    async def accept(self, messages: Sequence[Inbound]) -> tuple[Accepted, ...]:
        """Store ``messages`` for good and return; their turns follow in the background.

        When this returns the provider may be told 200; when it raises, it must not be.
        """
        if not messages:
            return ()
        ahead: list[ConversationKey] = []
        try:
            accepted = await self._database.run(self._accept, messages, ahead)
        except Exception:
            for key in ahead:
                self._dispatcher.ahead.pop(key)
            raise
        reached("inbox-committed")
        for key in _keys_of_new(accepted):
            self._turns.wake(key)
        return accepted

    def _accept(
        self, connection: Connection, messages: Sequence[Inbound], ahead: list[ConversationKey]
    ) -> tuple[Accepted, ...]:
        """Store ``messages``, and take the turns that can begin at once; ``ahead`` is of which."""
        accepted = inbox.accept(connection, messages, self._clock.now(), self._timings)
        for key in _keys_of_new(accepted):
            taken = self._dispatcher.ahead
            # In this order: what is begun leaves the one and stands in the other already.
            if key not in taken and self._turns.idle(key, promised=len(taken)):
                ahead.append(key)
                self._take_ahead(connection, key)
        return accepted

    def _take_ahead(self, connection: Connection, key: ConversationKey) -> None:
        try:
            self._dispatcher.take_ahead(connection, key)
        except sa.exc.DBAPIError:
            # PostgreSQL answers the COMMIT after a failed statement with a silent ROLLBACK.
            raise
        except Exception:
            # A conversation that cannot be read must not keep its messages from being stored.
            logger.exception(
                "cannot take a turn ahead",
                extra={"action": "take_ahead_failed", "tenant": key.tenant},
            )

    async def report(self, statuses: Sequence[Status]) -> None:
        """Note what providers say about our messages; late and repeated reports are ignored."""
        if not statuses:
            return
        for key in await self._database.run(report, statuses):
            self._sending.wake(key)

    async def post(
        self, key: ConversationKey, replies: Sequence[Reply], origin: str = Origin.AGENT
    ) -> tuple[str, ...]:
        """Send ``replies`` to ``key`` without a turn, where the person wrote last.

        Returns our references of the messages, in order. Whether one may still leave is decided
        when it is its turn (:class:`~engine.delivery.contracts.Origin`). Raises ``DeliveryError``
        for a conversation that does not exist or whose provider is not set up.
        """
        refs = await self._database.run(self._post, key, tuple(replies), Origin(origin))
        self._sending.wake(key)
        return refs

    def _post(
        self,
        connection: Connection,
        key: ConversationKey,
        replies: Sequence[Reply],
        origin: Origin,
    ) -> tuple[str, ...]:
        place = conversations.address_of(connection, key)
        provider = None if place is None else self._providers.get(place.provider)
        if place is None or provider is None:
            raise DeliveryError("nobody can be reached under this conversation")
        letters = outbox.compose(provider, replies)
        outbox.post(
            connection,
            key,
            letters,
            account=place.account,
            provider=place.provider,
            inbox_id=None,
            now=self._clock.now(),
            origin=origin,
        )
        return tuple(ref for letter in letters for ref, _ in letter.parts)

    def wake(self, key: ConversationKey) -> None:
        """Look at ``key`` now: something was stored for it beside this road."""
        self._turns.wake(key)
        self._sending.wake(key)

    async def ring(self) -> float | None:
        """Let the timers that are due speak; return the seconds until the next one, if any.

        For whoever keeps the time (:mod:`engine.serving.housekeeping`); never too early, and never
        twice, however often it is called.
        """
        due = await self._database.look(timers.next_due)
        if due is not None and due <= self._clock.now():
            keys = await self._database.run(
                timers.fire_due, self._clock.now(), late=self._timings.late
            )
            reached("timers-committed")
            for key in keys:
                self._turns.wake(key)
            due = await self._database.look(timers.next_due)
        return None if due is None else max(0.0, (due - self._clock.now()).total_seconds())

    async def tidy(self) -> dict[str, int]:
        """Remove what has had its time, and return how much of it, by kind."""
        return await retention.tidy(self._database, self._clock.now(), self._timings.keep_content)

    async def pause(self, key: ConversationKey, *, paused: bool) -> None:
        """Stop or resume the turns of one conversation; its messages are kept meanwhile."""
        await self._database.run(conversations.pause, key, paused=paused)
        self._dispatcher.ahead.pop(key)
        if not paused:
            self._turns.wake(key)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer(key, message, result)`` after each committed turn; return its removal."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    async def sweep(self) -> None:
        """Look for due work now instead of at the next poll."""
        await self._turns.sweep()
        await self._sending.sweep()

    async def settled(self) -> None:
        """Wait until no turn and no sending is under way; what waits for its time may remain."""
        while tasks := [*self._turns.tasks, *self._sending.tasks]:
            await asyncio.wait(tasks)

    def health(self) -> dict[str, Any]:
        """Return whether this process works, without asking anybody else."""
        return {"status": "ok" if self._running else "stopped"}

    async def readiness(self) -> dict[str, Any]:
        """Return whether messages can be served, and how far behind the work is.

        ``lag_seconds`` is the age of the oldest message without a turn.
        """
        brain = "loaded" if self._brain_ready() else "loading"
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                counts = await self._database.run(_counts, self._clock.now())
            database = "writable"
        except Exception as error:
            logger.warning(
                "the database fails its probe",
                exc_info=True,
                extra={"action": "probe_failed"},
            )
            counts, database = {}, f"failed: {type(error).__name__}"
        ready = self._running and brain == "loaded" and database == "writable"
        return {"ready": ready, "database": database, "brain": brain, **counts}

    def _lanes(self, name: str, worker: Dispatcher | Sender, width: int) -> Lanes:
        return Lanes(
            name=name,
            find=worker.find,
            drain=worker.drain,
            clock=self._clock,
            poll=self._timings.poll,
            width=width,
        )

    def _notify(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        for observer in list(self._observers):
            try:
                observer(key, message, result)
            except Exception:
                logger.exception("an observer failed", extra={"action": "observer_failed"})


def _keys_of_new(accepted: Sequence[Accepted]) -> list[ConversationKey]:
    return list(dict.fromkeys(a.key for a in accepted if a.verdict is Verdict.NEW))


def _counts(connection: Connection, now: datetime) -> dict[str, Any]:
    """Return the figures of a probe; run in a write transaction, which proves that one opens."""
    received, sent = tables.inbox.c, tables.outbox.c
    oldest = connection.scalar(
        sa.select(sa.func.min(received.received_at)).where(received.status == "pending")
    )

    def count(column: sa.Column[Any], state: str) -> int:
        found = connection.scalar(sa.select(sa.func.count()).where(column == state))
        return int(found or 0)

    return {
        "lag_seconds": 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds()),
        "inbox_dead": count(received.status, "dead"),
        "outbox_dead": count(sent.status, "dead"),
        "outbox_failed": count(sent.status, "failed"),
        "outbox_ambiguous": count(sent.status, "unknown"),
    }
