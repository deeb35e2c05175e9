"""What open desk pages see, kept up to date: one look at the database serves them all.

    live = Live(database, now=settings.now)
    with live.watch(ticket=12) as watcher:
        while (news := await watcher.next(15)) is not None: …

The look is taken every half second while a page is open, and at once after :meth:`Live.nudge`. It
sees what any process wrote; a page gets only what it does not show yet.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.handoff import reading
from engine.handoff.tickets import HandoffError
from engine.storage.database import Database

logger = logging.getLogger(__name__)

#: Seconds between two looks.
INTERVAL = 0.5
#: News that may wait for one page; a page that lags more is hung up and comes back.
LAG = 200

#: Name and data of one event of a page's stream.
News = tuple[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One look at the database."""

    board: list[dict[str, Any]]
    # Ticket -> (the ticket, its messages); None for a number that does not exist.
    tickets: dict[int, tuple[dict[str, Any], list[dict[str, Any]]] | None] = field(
        default_factory=dict
    )


class Watcher:
    """One open page: remembers what it shows, and waits for what is new."""

    def __init__(self, ticket: int | None) -> None:
        self.ticket = ticket
        # True once the page has to connect again.
        self.hung_up = False
        self._waiting: asyncio.Queue[News | None] = asyncio.Queue(maxsize=LAG)
        self._board = self._whole = ""
        self._items: dict[int, str] = {}

    def see(self, sight: Sight) -> None:
        """Queue what ``sight`` shows and the page does not."""
        board = json.dumps(sight.board)
        if board != self._board:
            self._board = board
            self._put("board", sight.board)
        if self.ticket is None or self.ticket not in sight.tickets:
            return
        found = sight.tickets[self.ticket]
        if found is None:
            self._put("gone", {"ticket": self.ticket})
            self.ticket = None
            return
        whole, items = found
        shown = json.dumps(whole)
        if shown != self._whole:
            self._whole = shown
            self._put("ticket", whole)
        fresh = [item for item in items if self._items.get(item["id"]) != json.dumps(item)]
        if fresh:
            self._items.update((item["id"], json.dumps(item)) for item in fresh)
            self._put("said", fresh)

    def hang_up(self) -> None:
        """End the watch; the page comes back and begins anew."""
        self.hung_up = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def next(self, seconds: float) -> News | None:
        """Return the next news; None when there was none for ``seconds``, or after a hang-up."""
        try:
            async with asyncio.timeout(seconds):
                return await self._waiting.get()
        except TimeoutError:
            return None

    def _put(self, name: str, data: Any) -> None:
        if self.hung_up:
            return
        try:
            self._waiting.put_nowait((name, data))
        except asyncio.QueueFull:
            self.hang_up()


class Live:
    """Looks at the database for every open page. One event loop uses it."""

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], interval: float = INTERVAL
    ) -> None:
        self._database = database
        self._now = now
        self._interval = interval
        self._watchers: set[Watcher] = set()
        self._looking: asyncio.Task[None] | None = None
        self._nudged = asyncio.Event()

    @contextmanager
    def watch(self, ticket: int | None) -> Iterator[Watcher]:
        """Watch the board, and one ticket, for as long as the context lasts."""
        watcher = Watcher(ticket)
        self._watchers.add(watcher)
        self.nudge()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def nudge(self) -> None:
        """Look now: something has changed."""
        self._nudged.set()

    async def stop(self) -> None:
        """End every watch, so that open pages do not hold up the end of the process."""
        for watcher in self._watchers:
            watcher.hang_up()
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _look_on(self) -> None:
        """Look again and again, until nobody watches."""
        while self._watchers:
            self._nudged.clear()
            wanted = {w.ticket for w in self._watchers if w.ticket is not None}
            try:
                sight = await self._database.look(_sight, wanted, self._now())
            except Exception:
                # The next look may succeed; meanwhile the pages show what they have.
                logger.exception("the desk cannot look", extra={"action": "desk_look_failed"})
            else:
                for watcher in tuple(self._watchers):
                    watcher.see(sight)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._interval):
                    await self._nudged.wait()


def _sight(connection: Connection, wanted: Iterable[int], now: datetime) -> Sight:
    return Sight(
        board=reading.board(connection, now=now),
        tickets={ticket: _ticket(connection, ticket) for ticket in wanted},
    )


def _ticket(
    connection: Connection, ticket: int
) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    key = reading.key_of(connection, ticket)
    if key is None:
        return None
    try:
        return reading.whole(connection, ticket), reading.conversation(connection, key)
    except HandoffError:
        return None
