"""The contracts of the road of a message: who may be swapped, and what each promises.

``Provider`` is implemented by the connectors, ``Brain`` by ``engine.components.turn``; the delivery
room knows neither WhatsApp nor Rasa.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from engine.messages import Alias, Inbound, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationKey:
    """One person at one tenant. ``str(key)`` is Rasa's sender id.

    >>> str(ConversationKey(tenant="paroisse", contact="c4f2"))
    'paroisse:c4f2'
    """

    tenant: str
    # Internal id of the contact, never a phone number.
    contact: str

    def __str__(self) -> str:
        return f"{self.tenant}:{self.contact}"

    @classmethod
    def parse(cls, text: str) -> ConversationKey:
        """Read ``str(key)`` back."""
        tenant, _, contact = text.partition(":")
        return cls(tenant=tenant, contact=contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something that a turn wants done in the house, in the very transaction that stores the turn.

    An action asks for it by ``Outcome(effects=(Effect(name="handoff.open", data={…}),))``; whoever
    registered the name does it (:class:`EffectHandler`). Done once, however often a turn is run.
    """

    # "handoff.open"
    name: str
    # JSON values.
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The committed turn of which an effect is part."""

    key: ConversationKey
    # The row of the message that the turn answered, and the provider's id of it.
    inbox_id: int
    message_id: str
    now: datetime


class Origin(enum.StrEnum):
    """Who wrote a message of ours; decides whether it may still leave (``engine.delivery.outbox``).

    >>> Origin("agent")
    <Origin.AGENT: 'agent'>
    """

    BOT = "bot"  # the answer of a turn
    REMINDER = "reminder"  # the answer of a turn that a timer began
    NOTICE = "notice"  # about the service itself: "vous ne recevrez plus de message"
    AGENT = "agent"  # a person at the office


class Texts(Protocol):
    """The sentences that the house says by itself, without a turn of the brain."""

    def reply(self, name: str, key: ConversationKey, now: datetime) -> Reply | None:
        """Return response ``name`` as the tenant of ``key`` says it; None when it has none."""
        ...


#: ``handler(connection, occasion, data)``: does one kind of effect inside the turn's transaction.
#: What it raises makes the whole turn fail, to be tried again.
EffectHandler = Callable[[Connection, Occasion, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """What one turn produced; nothing of it is stored or sent yet."""

    replies: tuple[Reply, ...]
    # Writes the turn's tracker events and state on the caller's connection, inside its transaction.
    write: Callable[[Connection], None]
    # Makes what the simulator shows: intent, flow stack, slots, actions with their time.
    trace: Callable[[], dict[str, Any]] = dict
    # Done in order, in the same transaction.
    effects: tuple[Effect, ...] = ()
    # What the message is remembered as when it held a secret, "•••": replaces its text in inbox and
    # log. None keeps it as it is.
    masked: str | None = None


class Brain(Protocol):
    """Runs one message through understanding and dialogue, without storing or sending."""

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        """Run ``message``; raise when the turn failed and must be tried again."""
        ...

    def committed(self, key: ConversationKey) -> None:
        """The result of the last turn of ``key`` is stored: what is cached of it is true."""
        ...

    def discard(self, key: ConversationKey) -> None:
        """Forget what is cached of ``key``: its last turn was not stored."""
        ...


class Outcome(enum.StrEnum):
    """What became of one attempt to hand a message to a provider."""

    SENT = "sent"
    RETRY = "retry"  # clearly not accepted: connection refused, 429, throttled
    AMBIGUOUS = "ambiguous"  # may have been accepted: time-out after writing, 5xx
    FINAL = "final"  # will never be accepted: bad number, window closed, content
    ACCOUNT = "account"  # the account is at fault (token, payment): hold its messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The provider's answer to one attempt."""

    outcome: Outcome
    # The provider's id of the message, when sent.
    provider_id: str = ""
    # The provider's error code and a sentence for the operator; never the text of the message.
    code: str = ""
    detail: str = ""
    # Seconds to wait, when the provider said so.
    retry_after: float | None = None


class Provider(Protocol):
    """One way to reach people: renders replies within its limits and hands them over."""

    name: str

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        """Return the bodies to send for ``reply``, in order, without the address. Pure."""
        ...

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        """Hand one body to the person ``to`` from ``account``; never raise for the provider's sake.

        ``ref`` is ours, unique per message, echoed by providers that can.
        """
        ...
