"""What the phones of the simulator show: the last messages of each line, live to whoever watches.

>>> phones = Phones()
>>> awa = Line(tenant="paroisse", contact="awa")
>>> phones.publish(awa, "reply", body={"type": "text", "text": {"body": "Bonjour !"}})
>>> [item["kind"] for item in phones.history(awa)]
['reply']

All of it lives in memory: a restart of the process empties the phones, never the conversations.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

#: One thing to show: {"id", "at", "kind", ...}; the kinds are listed at :class:`Phones`.
Item = dict[str, Any]

#: Replies that a line keeps for a page that is loaded again.
KEPT_REPLIES = 100
#: Everything that a line keeps: a reply has its message and its turn, at least.
KEPT_ITEMS = 3 * KEPT_REPLIES
#: Lines that are kept; the one that was silent longest goes first.
KEPT_LINES = 200
#: Items that may wait for one page; a page that lags more is hung up and comes back.
LAG = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One simulated phone, talking to one tenant. ``str(line)`` is the alias of its person.

    >>> str(Line(tenant="paroisse", contact="awa"))
    'paroisse/awa'
    """

    tenant: str
    # Chosen by the page, not a phone number.
    contact: str

    def __str__(self) -> str:
        return f"{self.tenant}/{self.contact}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``str(line)`` back."""
        tenant, _, contact = text.partition("/")
        return cls(tenant=tenant, contact=contact)


class Watcher:
    """One open page: the items since it began to watch, in order."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Item | None] = asyncio.Queue(maxsize=LAG)
        # True once the page has to connect again.
        self.hung_up = False

    def put(self, item: Item) -> None:
        """Add ``item``, or hang up when the page is too far behind."""
        try:
            self._waiting.put_nowait(item)
        except asyncio.QueueFull:
            self.hang_up()

    def hang_up(self) -> None:
        """End the watch; what still waits is dropped, the history has it."""
        self.hung_up = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def next(self, seconds: float) -> Item | None:
        """Return the next item; None when nothing came for ``seconds``, or after a hang-up."""
        try:
            async with asyncio.timeout(seconds):
                return await self._waiting.get()
        except TimeoutError:
            return None


class Phones:
    """Keeps and publishes the items of every line.

    Kinds: ``said`` (a message of the person), ``restarted``, ``turn`` (a turn is committed, with
    its trace) and ``reply`` (a body as handed over to the phone). ``project`` (what became of the
    project's files) is announced to all of them. One event loop uses it.
    """

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        # Distinguishes this process from the one before, for pages that outlive it.
        self._life = secrets.token_hex(4)
        self._numbers = itertools.count(1)
        self._items: OrderedDict[Line, deque[Item]] = OrderedDict()
        self._watchers: dict[Line, set[Watcher]] = {}

    def publish(self, line: Line, kind: str, **fields: Any) -> None:
        """Keep an item of ``kind`` and show it to every page that watches ``line``."""
        item: Item = {
            "id": f"{self._life}-{next(self._numbers)}",
            "at": self._now().isoformat(),
            "kind": kind,
            **fields,
        }
        self._keep(line, item)
        for watcher in tuple(self._watchers.get(line, ())):
            watcher.put(item)

    def announce(self, kind: str, **fields: Any) -> None:
        """Show an item of ``kind`` to every page that watches any line; no line keeps it."""
        item: Item = {"kind": kind, **fields}
        for watchers in self._watchers.values():
            for watcher in tuple(watchers):
                watcher.put(item)

    def mask(self, line: Line, message_id: str, text: str) -> None:
        """Forget what the message of the person with that id said; ``text`` stands for it."""
        for item in self._items.get(line, ()):
            if item["kind"] == "said" and item["message_id"] == message_id:
                item["text"] = text

    def masked(self, line: Line, message_id: str) -> str | None:
        """Return what stands for a message whose turn is over, when its words are forgotten."""
        for item in self._items.get(line, ()):
            if item["kind"] == "turn" and item["message_id"] == message_id:
                found: str | None = item.get("masked")
                return found
        return None

    def history(self, line: Line) -> list[Item]:
        """Return what ``line`` keeps, oldest first."""
        return list(self._items.get(line, ()))

    def knows(self, line: Line, message_id: str) -> bool:
        """Tell whether ``line`` shows the message of the person with that id already."""
        return any(
            item["kind"] in ("said", "restarted") and item["message_id"] == message_id
            for item in self._items.get(line, ())
        )

    @contextmanager
    def watch(self, line: Line) -> Iterator[Watcher]:
        """Watch ``line`` for as long as the context lasts."""
        watcher = Watcher()
        self._watchers.setdefault(line, set()).add(watcher)
        try:
            yield watcher
        finally:
            watchers = self._watchers[line]
            watchers.discard(watcher)
            if not watchers:
                del self._watchers[line]

    def hang_up(self) -> None:
        """End every watch, so that open pages do not hold up the end of the process."""
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.hang_up()

    def _keep(self, line: Line, item: Item) -> None:
        items = self._items.setdefault(line, deque(maxlen=KEPT_ITEMS))
        self._items.move_to_end(line)
        items.append(item)
        while sum(kept["kind"] == "reply" for kept in items) > KEPT_REPLIES:
            items.popleft()
        if len(self._items) > KEPT_LINES:
            self._items.popitem(last=False)
