"""Runs the turns: the oldest message of a conversation, under its lease, committed as one.

    dispatcher = Dispatcher(database=database, brain=brain, providers=providers, clock=clock, ...)
    await dispatcher.drain(key)

Two transactions per message: one takes the lease and counts the attempt, one writes all that the
turn produced. A process that dies between them has done nothing that anybody saw. The first may be
the one that stores the message (:meth:`Dispatcher.take_ahead`), the second marks the first answer
as being sent: a message that waits for nothing needs no transaction of its own for either.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.delivery import choices, conversations, effects, gate, inbox, outbox, timers
from engine.delivery.ahead import Ahead, Taken
from engine.delivery.choices import Offered
from engine.delivery.clock import Clock
from engine.delivery.contracts import (
    Brain,
    ConversationKey,
    EffectHandler,
    Occasion,
    Origin,
    Provider,
    Texts,
    TurnResult,
)
from engine.delivery.conversations import FenceLost, Lease
from engine.delivery.crash_points import reached
from engine.delivery.effects import Plan
from engine.delivery.gate import Decision
from engine.delivery.inbox import Due, Waiting
from engine.delivery.outbox import Letter, Parcel
from engine.delivery.outgoing import Outgoing
from engine.delivery.pulse import Pulse
from engine.delivery.timings import Timings, backoff
from engine.errors import DeliveryError, shorten
from engine.messages import Inbound, Kind, Reply
from engine.registry import Registry
from engine.storage.database import Database

logger = logging.getLogger(__name__)

#: Called after a turn is committed, with the message as the turn saw it.
Observer = Callable[[ConversationKey, Inbound, TurnResult], None]

#: What a person reads when their message was given up.
APOLOGY = (
    "Toutes nos excuses, votre message n'a pas pu être traité. "
    "Vous pouvez le reformuler, ou demander à parler à une personne de l'équipe."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """All that one message brought, in memory only."""

    # As the turn saw it.
    message: Inbound
    result: TurnResult
    letters: tuple[Letter, ...]
    origin: Origin
    plan: Plan
    # What the conversation is offered from now on.
    offered: Offered
    # False when the gate kept the message from the brain.
    ran: bool


class Dispatcher:
    """Gives every waiting message its turn."""

    def __init__(
        self,
        *,
        database: Database,
        brain: Brain,
        providers: Mapping[str, Provider],
        clock: Clock,
        outgoing: Outgoing,
        on_turn: Observer,
        texts: Texts,
        handlers: Registry[EffectHandler],
        timings: Timings | None = None,
        apology: str = APOLOGY,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._brain = brain
        self._providers = providers
        self._clock = clock
        self._outgoing = outgoing
        self._on_turn = on_turn
        self._texts = texts
        self._handlers = handlers
        self._timings = timings or Timings()
        self._apology = apology
        self._jitter = jitter
        # New in each process: a lease of the one that was killed is not ours.
        self.owner = secrets.token_hex(8)
        self._pulse = Pulse(renew=self._renew, clock=clock, seconds=self._timings.heartbeat)
        self.ahead = Ahead(clock)

    async def stop(self) -> None:
        """Give back every lease; call it when no turn runs any more."""
        await self._pulse.stop()
        self.ahead.clear()
        await self._database.run(conversations.release_all, owner=self.owner)

    async def find(self) -> Sequence[Due]:
        """Return the conversations with a message to run now or later."""
        self.ahead.expire()
        return await self._database.look(inbox.heads)

    async def drain(self, key: ConversationKey) -> None:
        """Run the messages of ``key`` in order, until none is due or one must wait."""
        more = True
        while more:
            taken = self.ahead.pop(key)
            if taken is None:
                taken = await self._database.run(self._take, key)
            if taken.buried:
                self._outgoing.posted(key)
            elif taken.waiting is None or taken.lease is None:
                return
            else:
                more = await self._turn(taken.waiting, taken.lease)

    def take_ahead(self, connection: Connection, key: ConversationKey) -> None:
        """Take the next turn of ``key`` in the transaction that stores its message.

        The next :meth:`drain` begins with it. When the transaction fails, take it out of ``ahead``:
        a turn that runs all the same is refused by the fence.
        """
        taken = self._take(connection, key)
        if taken.waiting is not None or taken.buried:
            self.ahead[key] = taken

    def _take(self, connection: Connection, key: ConversationKey) -> Taken:
        # Whoever asked for this may have been overtaken by the message's own transaction.
        if taken := self.ahead.pop(key):
            return taken
        now = self._clock.now()
        waiting = inbox.head(connection, key)
        nothing = Taken(waiting=None, lease=None)
        if waiting is None or waiting.next_at > now:
            return nothing
        lease = conversations.take(
            connection, key, owner=self.owner, now=now, seconds=self._timings.lease
        )
        if lease is None:
            return nothing
        if waiting.attempts >= self._timings.turn_attempts:
            # Its turns were begun but never failed: each one took the process with it.
            conversations.release(connection, lease)
            self._bury(connection, waiting, "the process ended during its turns", now)
            return Taken(waiting=None, lease=None, buried=True)
        if not inbox.count_attempt(connection, waiting.inbox_id):
            conversations.release(connection, lease)  # another process was faster
            return nothing
        until = now + timedelta(seconds=self._timings.lease)
        return Taken(waiting=waiting, lease=lease, until=until)

    async def _turn(self, waiting: Waiting, lease: Lease) -> bool:
        """Run one message; return whether the next one of the conversation may follow."""
        key = waiting.key
        reached("lease-taken")
        try:
            with self._pulse.keeping(lease):
                outcome = await self._answer(waiting, lease)
                reached("turn-done")
                more, marked = await self._database.run(self._commit, waiting, lease, outcome)
        except FenceLost:
            self._brain.discard(key)
            self._warn_fence(key)
            return False
        except Exception as error:
            self._brain.discard(key)
            logger.warning(
                "a turn failed",
                exc_info=True,
                extra={
                    "action": "turn_failed",
                    "tenant": key.tenant,
                    "contact": key.contact,
                },
            )
            again = await self._give_back(waiting, lease, error)
            # A COMMIT that fails may have been done: what it marked is then sent all the same.
            await self._outgoing.unmark(key)
            return again
        except BaseException:
            self._brain.discard(key)
            raise
        reached("turn-committed")
        if outcome.letters:
            self._outgoing.posted(key, marked)
        if outcome.ran:
            self._brain.committed(key)
        self._on_turn(key, outcome.message, outcome.result)
        return more

    async def _answer(self, waiting: Waiting, lease: Lease) -> _Outcome:
        """Ask the gate, then the brain if it may answer."""
        key = waiting.key
        heard = Inbound.from_json(waiting.payload)
        message = choices.settle(heard, lease.offered)
        decision = gate.decide(
            heard,
            message,
            lease.standing,
            now=self._clock.now(),
            pause=self._timings.queue_notice,
        )
        if decision.run:
            result = await self._brain.turn(key, message)
        else:
            result = self._without_turn(key, message, decision)
        wanted = (*decision.effects, *result.effects)
        if result.masked is not None:
            message = replace(message, text=result.masked, payload="")
        return _Outcome(
            message=message,
            result=result,
            letters=outbox.compose(self._provider(waiting.provider), result.replies),
            origin=_origin(message, decision, result),
            plan=effects.planned(self._handlers, wanted),
            # A notice leaves the open question open.
            offered=lease.offered.after(result.replies) if decision.run else lease.offered,
            ran=decision.run,
        )

    def _without_turn(
        self, key: ConversationKey, message: Inbound, decision: Decision
    ) -> TurnResult:
        reply = None
        if decision.notice:
            reply = self._texts.reply(decision.notice, key, self._clock.now())
            if reply is None:
                logger.error(
                    "the domain has no response %s",
                    decision.notice,
                    extra={"action": "notice_missing", "tenant": key.tenant},
                )
        return TurnResult(
            replies=() if reply is None else (reply,),
            write=lambda connection: None,
            trace=lambda: {"text": message.text or message.payload, "gate": decision.why},
        )

    def _commit(
        self, connection: Connection, waiting: Waiting, lease: Lease, outcome: _Outcome
    ) -> tuple[bool, Parcel | None]:
        """Write all of a turn; return whether another one is due, and the answer that may leave."""
        now = self._clock.now()
        conversations.finish(connection, lease, outcome.offered)
        outcome.result.write(connection)
        if outcome.plan:
            occasion = Occasion(
                key=waiting.key,
                inbox_id=waiting.inbox_id,
                message_id=outcome.message.message_id,
                now=now,
            )
            effects.carry_out(connection, occasion, outcome.plan)
            reached("effects-done")
        self._post(connection, waiting, outcome.letters, now, outcome.origin)
        if outcome.result.masked is not None:
            inbox.mask(connection, waiting, outcome.result.masked)
        inbox.mark_done(connection, waiting.inbox_id, now)
        marked = self._outgoing.mark(connection, waiting.key) if outcome.letters else None
        reached("inside-commit")
        following = inbox.head(connection, waiting.key)
        return following is not None and following.next_at <= now, marked

    async def _give_back(self, waiting: Waiting, lease: Lease, error: Exception) -> bool:
        """Store that a turn failed; return whether the conversation may go on (it was given up)."""
        reason = f"{type(error).__name__}: {shorten(str(error), 200)}"
        try:
            buried = await self._database.run(self._fail, waiting, lease, reason)
        except FenceLost:
            self._warn_fence(waiting.key)
            return False
        if buried:
            self._outgoing.posted(waiting.key)
        return buried

    def _fail(self, connection: Connection, waiting: Waiting, lease: Lease, reason: str) -> bool:
        now = self._clock.now()
        conversations.release(connection, lease)
        attempts = waiting.attempts + 1
        if attempts >= self._timings.turn_attempts:
            self._bury(connection, waiting, reason, now)
            return True
        wait = backoff(
            attempts,
            factor=self._timings.turn_factor,
            jitter=self._jitter(),
            timings=self._timings,
        )
        inbox.mark_later(connection, waiting.inbox_id, now + timedelta(seconds=wait), reason)
        return False

    def _bury(self, connection: Connection, waiting: Waiting, reason: str, now: datetime) -> None:
        """Give ``waiting`` up and tell the person: silence would be worse than the fault."""
        logger.error(
            "a message was given up",
            extra={
                "action": "message_dead",
                "tenant": waiting.key.tenant,
                "contact": waiting.key.contact,
                "inbox_id": waiting.inbox_id,
            },
        )
        inbox.mark_dead(connection, waiting.inbox_id, now, reason)
        provider = self._providers.get(waiting.provider)
        # Nobody waits for an answer to what the house itself said.
        unasked = waiting.payload.get("kind") == Kind.TRIGGER
        if provider is None or unasked or not self._apology:
            return
        sorry = Reply(text=self._apology, source="delivery_apology")
        self._post(connection, waiting, outbox.compose(provider, (sorry,)), now)

    def _post(
        self,
        connection: Connection,
        waiting: Waiting,
        letters: Sequence[Letter],
        now: datetime,
        origin: Origin = Origin.BOT,
    ) -> None:
        outbox.post(
            connection,
            waiting.key,
            letters,
            account=waiting.account,
            provider=waiting.provider,
            inbox_id=waiting.inbox_id,
            now=now,
            origin=origin,
        )

    async def _renew(self, lease: Lease) -> None:
        await self._database.run(
            conversations.renew, lease, now=self._clock.now(), seconds=self._timings.lease
        )

    def _provider(self, name: str) -> Provider:
        provider = self._providers.get(name)
        if provider is None:
            raise DeliveryError(f"provider {name!r} is not set up")
        return provider

    def _warn_fence(self, key: ConversationKey) -> None:
        logger.warning(
            "a turn lost its lease; nothing of it was stored",
            extra={
                "action": "fence_lost",
                "tenant": key.tenant,
                "contact": key.contact,
            },
        )


def _origin(message: Inbound, decision: Decision, result: TurnResult) -> Origin:
    said_goodbye = any(effect.name == effects.OPT_OUT for effect in result.effects)
    if not decision.run or said_goodbye:
        return Origin.NOTICE
    return Origin.REMINDER if timers.is_reminder(message) else Origin.BOT
