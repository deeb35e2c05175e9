"""A brain, a provider and a clock that do as they are told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery import standing
from engine.delivery.contracts import (
    Attempt,
    ConversationKey,
    Effect,
    EffectHandler,
    Occasion,
    Outcome,
    TurnResult,
)
from engine.delivery.front_desk import FrontDesk
from engine.delivery.standing import Handler, Standing
from engine.delivery.timings import Timings
from engine.messages import Alias, Choice, DeliveryState, Inbound, Kind, Reply, Status
from engine.storage import tables
from engine.storage.database import Database
from engine.storage.migrations import migrate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class FakeClock:
    """Time that moves only when it is told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._alarms: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        return self._now

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        alarm = asyncio.Event()
        entry = (self._now + timedelta(seconds=seconds), alarm)
        self._alarms.append(entry)
        waits = [asyncio.create_task(event.wait()), asyncio.create_task(alarm.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            if entry in self._alarms:
                self._alarms.remove(entry)

    @property
    def waiting(self) -> int:
        """Return how many wait for a moment to come."""
        return len(self._alarms)

    def jump(self, seconds: float) -> None:
        """Move time without waking anybody, as for a process that was put to sleep."""
        self._now += timedelta(seconds=seconds)

    def advance(self, seconds: float) -> None:
        self.jump(seconds)
        for due, alarm in self._alarms:
            if due <= self._now:
                alarm.set()
        self._alarms = [pair for pair in self._alarms if pair[0] > self._now]


class FakeBrain:
    """Answers each message by ``answer`` and keeps its turns in the ``events`` table."""

    def __init__(self) -> None:
        self.answer: Callable[[Inbound], Sequence[Reply]] = lambda m: (Reply(text=f"re: {m.text}"),)
        # Raised by the next turns, in order; ``None`` lets one pass.
        self.failures: list[Exception | None] = []
        # Awaited inside a turn, when set.
        self.pause: Callable[[ConversationKey, Inbound], Any] | None = None
        # What a turn wants done, and what its message is remembered as.
        self.effects: Callable[[Inbound], Sequence[Effect]] = lambda m: ()
        self.masked: Callable[[Inbound], str | None] = lambda m: None
        self.seen: list[Inbound] = []
        self.calls: list[str] = []

    async def turn(self, key: ConversationKey, message: Inbound) -> TurnResult:
        self.calls.append(f"turn {message.text}")
        self.seen.append(message)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        if self.pause is not None:
            await self.pause(key, message)

        def write(connection: Connection) -> None:
            events = tables.events
            last = connection.scalar(
                sa.select(sa.func.max(events.c.seq)).where(events.c.sender == str(key))
            )
            connection.execute(
                events.insert(),
                {
                    "sender": str(key),
                    "seq": (last or 0) + 1,
                    "tenant": key.tenant,
                    "type": "user",
                    "at": message.sent_at,
                    "data": {"id": message.message_id, "text": message.text},
                },
            )

        return TurnResult(
            replies=tuple(self.answer(message)),
            write=write,
            effects=tuple(self.effects(message)),
            masked=self.masked(message),
        )

    def committed(self, key: ConversationKey) -> None:
        self.calls.append("committed")

    def discard(self, key: ConversationKey) -> None:
        self.calls.append("discard")


@dataclass
class FakeProvider:
    """Takes what it is given, unless told otherwise."""

    name: str = "fake"
    # The answers to the next attempts, in order; afterwards everything is taken.
    answers: list[Attempt | Exception] = field(default_factory=list)
    # (account, first alias, text, ref) of every attempt.
    attempts: list[tuple[str, str, str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    # Called on each attempt with (text, ref).
    on_send: Callable[[str, str], Any] | None = None

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        return [{"text": line} for line in reply.text.split("\n")]

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        self.attempts.append((account, to[0].value, body["text"], ref))
        if self.on_send is not None:
            await self.on_send(body["text"], ref)
        answer = self.answers.pop(0) if self.answers else Attempt(outcome=Outcome.SENT)
        if isinstance(answer, Exception):
            raise answer
        if answer.outcome is Outcome.SENT:
            self.taken.append(body["text"])
            return Attempt(outcome=Outcome.SENT, provider_id=f"out-{len(self.taken)}")
        return answer


class FakeTexts:
    """Says each response by its name."""

    def reply(self, name: str, key: ConversationKey, now: datetime) -> Reply | None:
        return Reply(text=f"<{name}>", source=name)


class FakeOffice:
    """The room of the hand-off: writes down what it is asked for, and lets the bot answer again."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        # The message that each was asked for.
        self.occasions: list[Occasion] = []

    @property
    def effects(self) -> dict[str, EffectHandler]:
        names = ("handoff.withdraw", "handoff.return", "handoff.missed_reminder", "note")
        return {name: self._does(name) for name in names}

    def _does(self, name: str) -> EffectHandler:
        def handle(connection: Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
            self.asked.append((name, dict(data)))
            self.occasions.append(occasion)
            if name in ("handoff.withdraw", "handoff.return"):
                standing.hand_to(connection, occasion.key, Handler.BOT)

        return handle


class World:
    """A front desk with everything around it faked; time stands at noon."""

    def __init__(self, url: str = "sqlite://", **options: Any) -> None:
        self.database = Database(url)
        migrate(self.database)
        self.clock = FakeClock()
        self.brain = FakeBrain()
        self.provider = FakeProvider()
        self.office = FakeOffice()
        self._numbers = itertools.count(1)
        self.options = options
        self.desk = self.another_desk()

    def another_desk(self, **options: Any) -> FrontDesk:
        """Return a front desk of another process on the same database."""
        return FrontDesk(
            database=self.database,
            brain=self.brain,
            providers={"fake": self.provider},
            clock=self.clock,
            jitter=lambda: 0.5,
            **{
                "timings": Timings(),
                "texts": FakeTexts(),
                "effects": self.office.effects,
                **self.options,
                **options,
            },
        )

    async def say(self, *texts: str, who: str = "221770000001") -> None:
        """Deliver texts of one person one by one, and let everything settle."""
        for text in texts:
            await self.desk.accept([message(text, who=who, at=self.clock.now())])
        await self.desk.settled()

    async def write(self, text: str, **more: Any) -> list[str]:
        """Deliver one more message and return what the person got for it."""
        before = len(self.provider.taken)
        ident = f"m{next(self._numbers)}"
        await self.desk.accept([message(text, id=ident, at=self.clock.now(), **more)])
        await self.desk.settled()
        return self.provider.taken[before:]

    def hand_to(self, handler: Handler) -> None:
        """Let ``handler`` answer the only conversation."""
        key = self.key()
        with self.database.transaction() as connection:
            standing.hand_to(connection, key, handler)

    def standing(self) -> Standing:
        """Return how the only conversation stands."""
        key = self.key()
        with self.database.reading() as connection:
            return standing.standing_of(connection, key)

    async def later(self, seconds: float) -> None:
        """Move the clock and let what became due happen."""
        self.clock.advance(seconds)
        await self.desk.sweep()
        await self.desk.settled()

    def rows(self, table: sa.Table, *columns: str) -> list[Any]:
        """Return columns of a table by id; a plain value per row for a single column."""
        picked = [table.c[name] for name in columns]
        order = table.c.id if "id" in table.c else picked[0]
        with self.database.reading() as connection:
            found = [tuple(row) for row in connection.execute(sa.select(*picked).order_by(order))]
        return [row[0] for row in found] if len(columns) == 1 else found

    def inbox(self, *columns: str) -> list[Any]:
        return self.rows(tables.inbox, *columns)

    def outbox(self, *columns: str) -> list[Any]:
        return self.rows(tables.outbox, *columns)

    def turns(self) -> list[str]:
        """Return the texts of the committed turns, in order of commit."""
        with self.database.reading() as connection:
            # Rows are only ever added: where they lie is when they came.
            place = "rowid" if connection.dialect.name == "sqlite" else "ctid"
            rows = connection.execute(sa.select(tables.events.c.data).order_by(sa.text(place)))
            return [row.data["text"] for row in rows]

    def key(self) -> ConversationKey:
        """Return the only conversation."""
        ((tenant, contact),) = self.rows(tables.conversations, "tenant", "contact")
        return ConversationKey(tenant=tenant, contact=contact)


def message(
    text: str = "bonjour",
    *,
    id: str | None = None,
    who: str = "221770000001",
    aliases: tuple[Alias, ...] | None = None,
    at: datetime = NOON,
    kind: Kind = Kind.TEXT,
    payload: str = "",
    tenant: str = "paroisse",
) -> Inbound:
    """Return a message; its id is its text unless given."""
    return Inbound(
        tenant=tenant,
        account=f"{tenant}-fake",
        provider="fake",
        message_id=f"{who}:{text}" if id is None else id,
        aliases=aliases or (Alias(kind="phone", value=who),),
        sent_at=at,
        kind=kind,
        text=text,
        payload=payload,
    )


def status(state: DeliveryState, *, provider_id: str = "", ref: str = "", code: str = "") -> Status:
    return Status(
        tenant="paroisse",
        account="paroisse-fake",
        provider="fake",
        provider_id=provider_id,
        ref=ref,
        state=state,
        at=NOON,
        code=code,
    )


def ask(text: str, *pairs: tuple[str, str]) -> Reply:
    return Reply(text=text, choices=tuple(Choice(title=t, payload=p) for t, p in pairs))
