"""Hands the outbox over to the providers, one message at a time per conversation.

    sender = Sender(database=database, providers={"meta": meta}, clock=SystemClock())
    await sender.drain(key)

Between two messages there is one transaction: what became of the last one, and the mark on the
next one. The first message of a turn is marked by the turn's own commit (:meth:`Sender.mark`).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.delivery import outbox
from engine.delivery.clock import Clock
from engine.delivery.contracts import Attempt, ConversationKey, Outcome, Provider
from engine.delivery.crash_points import reached
from engine.delivery.inbox import Due
from engine.delivery.outbox import Parcel
from engine.delivery.timings import Timings
from engine.storage.database import Database

logger = logging.getLogger(__name__)

Account = tuple[str, str]


class Sender:
    """Empties the outbox of conversations; knows which accounts are better left alone."""

    def __init__(
        self,
        *,
        database: Database,
        providers: Mapping[str, Provider],
        clock: Clock,
        timings: Timings | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._providers = providers
        self._clock = clock
        self._timings = timings or Timings()
        self._jitter = jitter
        # (tenant, account) -> left alone until.
        self._held: dict[Account, datetime] = {}
        # Accounts whose fault stands in the log already.
        self._faulty: set[Account] = set()
        # What was marked as being sent by those who stored it, and is not handed over yet.
        self._marked: dict[ConversationKey, Parcel] = {}
        # The same and what may yet be stored, by row; written by the thread of the transactions.
        self._ahead: dict[int, Parcel] = {}

    async def find(self) -> Sequence[Due]:
        """Return the conversations with something to hand over now or later."""
        return await self._database.look(outbox.heads, self._held_now())

    async def drain(self, key: ConversationKey) -> None:
        """Hand over what is due for ``key``, in order, until nothing is or something must wait."""
        parcel = self._marked.pop(key, None)
        if parcel is not None and self._is_old(parcel):
            await self.unmark(key)
            parcel = None
        if parcel is not None:
            self._ahead.pop(parcel.row_id, None)
        if parcel is None:
            parcel = await self._database.run(self.mark, key)
        while parcel is not None:
            reached("marked-sending")
            attempt = await self._send(parcel)
            reached("provider-accepted")
            self._judge_account(parcel, attempt)
            parcel = await self._database.run(self._settle, parcel, attempt)
            reached("marked-sent")

    async def doubt_all(self) -> int:
        """Treat what a killed process was sending as of unknown fate; return how many."""
        return await self._database.run(
            outbox.doubt_all, now=self._clock.now(), timings=self._timings
        )

    def mark(self, connection: Connection, key: ConversationKey) -> Parcel | None:
        """Mark what ``key`` is sent next as being sent; None when nothing is due.

        Who commits this must :meth:`expect` the parcel then, and may not before.
        """
        return outbox.claim(
            connection,
            key,
            now=self._clock.now(),
            timings=self._timings,
            held=self._held_now(),
        )

    @property
    def promised(self) -> int:
        """How many were marked ahead and are not handed over."""
        return len(self._ahead)

    def mark_ahead(self, connection: Connection, key: ConversationKey) -> Parcel | None:
        """Do as :meth:`mark`, and remember it until it is handed over or taken back."""
        parcel = self.mark(connection, key)
        if parcel is not None:
            self._ahead[parcel.row_id] = parcel
        return parcel

    async def unmark(self, key: ConversationKey | None = None) -> None:
        """Let what was marked ahead and not handed over wait again, of ``key`` or of all."""
        mine = [p for p in list(self._ahead.values()) if key is None or p.key == key]
        if mine:
            await self._database.run(outbox.unmark, mine, now=self._clock.now())
        for parcel in mine:
            self._ahead.pop(parcel.row_id, None)
            self._marked.pop(parcel.key, None)

    def _is_old(self, parcel: Parcel) -> bool:
        """Tell whether ``parcel`` waited for a lane: it may be unwanted by now, or somebody's."""
        spent = timedelta(seconds=self._timings.send_lost - self._timings.poll)
        return self._clock.now() >= parcel.until - spent

    def expect(self, parcel: Parcel) -> None:
        """Begin the next :meth:`drain` of its conversation with ``parcel``."""
        self._marked[parcel.key] = parcel

    def _settle(self, connection: Connection, parcel: Parcel, attempt: Attempt) -> Parcel | None:
        outbox.settle(
            connection,
            parcel,
            attempt,
            now=self._clock.now(),
            timings=self._timings,
            jitter=self._jitter(),
        )
        return self.mark(connection, parcel.key)

    async def _send(self, parcel: Parcel) -> Attempt:
        provider = self._providers.get(parcel.provider)
        if provider is None:
            return Attempt(
                outcome=Outcome.ACCOUNT,
                code="no_provider",
                detail=f"provider {parcel.provider!r} is not set up",
            )
        try:
            # Half of the time after which others take the row for lost.
            async with asyncio.timeout(self._timings.send_lost / 2):
                return await provider.send(parcel.account, parcel.to, parcel.body, parcel.ref)
        except Exception as error:
            # A provider should answer with an Attempt; when it does not, nobody knows how far it
            # came.
            logger.exception(
                "a provider raised while sending",
                extra={
                    "action": "send_raised",
                    "tenant": parcel.key.tenant,
                    "ref": parcel.ref,
                },
            )
            return Attempt(outcome=Outcome.AMBIGUOUS, code="raised", detail=type(error).__name__)

    def _judge_account(self, parcel: Parcel, attempt: Attempt) -> None:
        account = (parcel.key.tenant, parcel.account)
        if attempt.outcome is Outcome.SENT:
            self._held.pop(account, None)
            self._faulty.discard(account)
        if attempt.outcome is not Outcome.ACCOUNT:
            return
        hold = timedelta(seconds=self._timings.account_hold)
        self._held[account] = self._clock.now() + hold
        if account not in self._faulty:
            self._faulty.add(account)
            logger.error(
                "account %s cannot send: %s",
                parcel.account,
                attempt.detail or attempt.code,
                extra={"action": "account_held", "tenant": parcel.key.tenant},
            )

    def _held_now(self) -> frozenset[Account]:
        now = self._clock.now()
        return frozenset(account for account, until in list(self._held.items()) if until > now)
