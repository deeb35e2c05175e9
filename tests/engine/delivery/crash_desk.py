"""A whole front desk as a process of its own, to be killed.

    python -m tests.engine.delivery.crash_desk DATABASE JOURNAL ACKNOWLEDGED

Delivers every message, again at each start as a provider does that has no 200 (and sometimes when
it has one), works until nothing is left to do, and ends. Each message wants a row written in the
house; the second one of each person sets a timer. ``JOURNAL`` is what the provider took, kept
outside the database because the provider is never killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine.delivery.contracts import Attempt, Effect, Occasion, Outcome
from engine.delivery.front_desk import FrontDesk
from engine.delivery.outbox import ACTIVE
from engine.delivery.timings import Timings
from engine.messages import Alias, Inbound, Kind, Reply
from engine.storage import tables
from engine.storage.database import Database
from engine.storage.migrations import migrate
from tests.engine.delivery.fakes import FakeBrain, message

PEOPLE = ("221770000001", "221770000002")
TEXTS = ("un", "deux", "trois")
#: What a timer makes the house say.
REMINDER = "rappel"


class JournalProvider:
    """Takes everything and writes it down at once."""

    name = "fake"

    def __init__(self, journal: Path) -> None:
        self._file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        return [{"text": reply.text}]

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        line = json.dumps({"to": to[0].value, "text": body["text"], "ref": ref})
        os.write(self._file, f"{line}\n".encode())
        return Attempt(outcome=Outcome.SENT, provider_id=f"id-{ref}")


class Brain(FakeBrain):
    """Answers, and wants something done with each answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = lambda m: [
            Reply(text=REMINDER if m.kind is Kind.TRIGGER else f"re: {m.text}")
        ]
        self.effects = _wanted


def _wanted(message: Inbound) -> list[Effect]:
    timer = {
        "name": f"t:{message.message_id}",
        "due_at": message.sent_at.isoformat(),
        "zone": "Africa/Dakar",
        "payload": f"/{REMINDER}",
    }
    noted = Effect(name="note")
    return [noted, Effect(name="timer.arm", data=timer)] if message.text == TEXTS[1] else [noted]


def note(connection: sa.Connection, occasion: Occasion, data: Mapping[str, Any]) -> None:
    """Write a row that can be written only once."""
    row = {
        "status": "done",
        "result": {},
        "created_at": occasion.now,
        "tenant": occasion.key.tenant,
    }
    connection.execute(tables.effects.insert(), {"key": occasion.message_id, **row})


def unfinished(connection: sa.Connection) -> int:
    """Return how many rows still wait for their hour, for a turn or for their sending."""
    armed = sa.select(sa.func.count()).where(tables.timers.c.status == "armed")
    waiting = sa.select(sa.func.count()).where(tables.inbox.c.status == "pending")
    leaving = sa.select(sa.func.count()).where(tables.outbox.c.status.in_(ACTIVE))
    return sum(connection.scalar(count) or 0 for count in (armed, waiting, leaving))


async def main(database: Database, journal: Path, acknowledged: Path) -> None:
    desk = FrontDesk(
        database=database,
        brain=Brain(),
        providers={"fake": JournalProvider(journal)},
        effects={"note": note},
        timings=Timings(settle=0.2, poll=0.05),
        # One at a time: a kill would also hit what another conversation has between the provider's
        # acceptance and our note, and the test could not tell which point it proves.
        width=1,
    )
    await desk.start()
    with acknowledged.open("a") as acks:
        for text in TEXTS:
            for who in PEOPLE:
                await desk.accept([message(text, who=who, at=datetime.now(UTC))])
                acks.write(f"{who}:{text}\n")
                acks.flush()
    while await database.look(unfinished):
        await desk.settled()
        await desk.ring()
        await asyncio.sleep(0.02)  # another process: it has only the clock of the machine
    await desk.stop()


if __name__ == "__main__":
    at = Database(f"sqlite:///{sys.argv[1]}")
    migrate(at)
    asyncio.run(main(at, Path(sys.argv[2]), Path(sys.argv[3])))
    at.close()
