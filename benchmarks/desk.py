"""The product's own road inside one process, to be measured: everything real but the network.

::

    with open_desk() as desk:
        asyncio.run(desk.serve(measure))

Webhook parsing and HTTP are left out; what follows is what production runs: acceptance, lease,
turn, commit, outbox, sending. Rendering is WhatsApp's; the provider takes every message at once.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TENANT = "paroisse"
_CONVERSATION = ROOT / "benchmarks" / "conversation.yml"

# The engine is run from its folder, not installed.
sys.path.insert(0, str(ROOT))

from engine.delivery.contracts import Attempt, ConversationKey, Outcome, TurnResult  # noqa: E402
from engine.messages import Alias, Inbound, Kind, Reply  # noqa: E402

#: ``{"text": …}``, ``{"tap": title of a button}`` or ``{"choice": its place, from 1}``.
Line = dict[str, Any]


def script() -> list[Line]:
    """Return what a person writes to the product."""
    lines: list[Line] = yaml.safe_load(_CONVERSATION.read_text(encoding="utf-8"))
    return [line.get("ours") or line for line in lines]


def script_in_words() -> list[str]:
    """Return what can be written without having seen an answer."""
    lines: list[Line] = yaml.safe_load(_CONVERSATION.read_text(encoding="utf-8"))
    return [str(line.get("ours", {}).get("text") or line["text"]) for line in lines]


class NullProvider:
    """Renders as WhatsApp does and takes everything."""

    name = "null"

    def __init__(self, render: Callable[[Reply], Sequence[dict[str, Any]]]) -> None:
        self._render = render

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        """Return the bodies to send for ``reply``."""
        return self._render(reply)

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        """Take the message."""
        return Attempt(outcome=Outcome.SENT, provider_id=ref)


class Person:
    """Someone who writes the lines of the script, and taps the buttons that they were shown."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._written = 0
        # Payload by title, of the last choices shown.
        self._buttons: dict[str, str] = {}

    def next_message(self, lines: Sequence[Line]) -> Inbound:
        """Return the next message. Raises ``RuntimeError`` for a tap on what is not shown."""
        line = lines[self._written % len(lines)]
        self._written += 1
        title = self._tapped(line)
        return Inbound(
            tenant=TENANT,
            account="paroisse-null",
            provider=NullProvider.name,
            message_id=secrets.token_hex(12),
            aliases=(Alias(kind="simulator", value=self.name),),
            sent_at=datetime.now(UTC),
            kind=Kind.CHOICE if title else Kind.TEXT,
            text=title or line["text"],
            payload=self._buttons[title] if title else "",
        )

    def see(self, replies: Sequence[Reply]) -> None:
        """Remember the buttons of ``replies``. Raises ``RuntimeError`` when nobody answered."""
        if not replies:
            raise RuntimeError(f"no answer at turn {self._written}")
        offered = {c.title: c.payload for reply in replies for c in reply.choices}
        self._buttons = offered or self._buttons

    def _tapped(self, line: Line) -> str:
        """Return the title of the button that ``line`` taps; empty for what is typed."""
        title = str(line.get("tap", ""))
        if "choice" in line:
            title = list(self._buttons)[line["choice"] - 1] if self._buttons else "nothing"
        if title and title not in self._buttons:
            shown = ", ".join(self._buttons) or "nothing"
            raise RuntimeError(f"turn {self._written}: no button {title!r}, but {shown}")
        return title


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A front desk with a trained model and an empty database."""

    # engine.storage.database.Database
    database: Any
    # engine.components.turn.RasaBrain
    brain: Any

    async def serve(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        """Call ``work(front_desk)`` between the start and the stop of a front desk."""
        from connectors.whatsapp.rendering import render
        from engine.delivery.front_desk import FrontDesk

        front_desk = FrontDesk(
            database=self.database,
            brain=self.brain,
            providers={NullProvider.name: NullProvider(render)},
        )
        await front_desk.start()
        try:
            return await work(front_desk)
        finally:
            await front_desk.stop()


async def say_on_road(front_desk: Any, message: Inbound) -> tuple[Reply, ...]:
    """Give ``message`` the whole road, and return the answers once they are sent."""
    results: list[TurnResult] = []

    def seen(key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        results.append(result)

    forget = front_desk.observe(seen)
    await front_desk.accept([message])
    await front_desk.settled()
    forget()
    return tuple(reply for result in results for reply in result.replies)


async def say_to_brain(brain: Any, key: ConversationKey, message: Inbound) -> tuple[Reply, ...]:
    """Let the brain alone run ``message``; nothing is stored or sent."""
    result: TurnResult = await brain.turn(key, message)
    brain.committed(key)
    return result.replies


@contextlib.contextmanager
def open_desk() -> Iterator[Desk]:
    """Yield a desk on a database of its own; the model is trained when it is out of date."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        # The actions find their database by the environment.
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.db"
        os.environ["RASA_TELEMETRY_ENABLED"] = "false"
        os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
        warnings.simplefilter("ignore")
        from engine.components.lean_imports import leave_out_unused

        leave_out_unused()
        from engine.components.launch import brain_of
        from engine.components.training import ensure_model
        from engine.settings import Settings
        from engine.storage.database import Database
        from engine.storage.migrations import migrate
        from engine.tenants import load_tenants

        ensure_model(ROOT)
        settings = Settings.load(ROOT, os.environ)
        database = Database(settings.database_url)
        migrate(database)
        try:
            yield Desk(database=database, brain=brain_of(settings, database, load_tenants(ROOT)))
        finally:
            database.close()
