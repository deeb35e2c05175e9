"""Work per conversation: one at a time within a conversation, several conversations at once.

    lanes = Lanes(name="turns", find=find, drain=drain, clock=SystemClock(), poll=1.0, width=8)
    await lanes.start()
    lanes.wake(key)         # something was stored for this conversation

``drain(key)`` does all that is due for one conversation. ``find()`` names the conversations with
something to do, so that what nobody announced (a retry, a row left by a killed process) is found.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from engine.delivery.clock import Clock
from engine.delivery.contracts import ConversationKey
from engine.delivery.inbox import Due

logger = logging.getLogger(__name__)


class Lanes:
    """Runs ``drain`` for every conversation that is woken or found, at most ``width`` at once."""

    def __init__(
        self,
        *,
        name: str,
        find: Callable[[], Awaitable[Sequence[Due]]],
        drain: Callable[[ConversationKey], Awaitable[None]],
        clock: Clock,
        poll: float,
        width: int,
    ) -> None:
        self._name = name
        self._find = find
        self._drain = drain
        self._clock = clock
        self._poll = poll
        self._width = width
        self._slots = asyncio.Semaphore(width)
        self._running: dict[ConversationKey, asyncio.Task[None]] = {}
        self._again: set[ConversationKey] = set()
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what is waiting, then keep looking for more."""
        self._stopping.clear()
        self._loop = asyncio.create_task(self._look_out(), name=f"{self._name}-sweep")

    async def stop(self, grace: float) -> None:
        """Take nothing new, and leave the work in hand ``grace`` seconds to finish."""
        self._stopping.set()
        if self._loop is not None:
            await self._loop
            self._loop = None
        tasks = list(self._running.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def wake(self, key: ConversationKey) -> None:
        """Drain ``key`` soon; when it is being drained, drain it once more afterwards."""
        if self._stopping.is_set():
            return  # what is stored is found at the next start
        if key in self._running:
            self._again.add(key)
        else:
            self._running[key] = asyncio.create_task(self._work(key), name=f"{self._name}-{key}")

    def idle(self, key: ConversationKey, promised: int = 0) -> bool:
        """Return whether a call of :meth:`wake` would let ``key`` begin at once.

        ``promised`` are those who were told so and have not begun.
        """
        full = len(self._running) + promised >= self._width
        return not (full or key in self._running or self._stopping.is_set())

    async def sweep(self) -> float:
        """Wake every conversation that has something due; return the seconds until the next one."""
        now = self._clock.now()
        pause = self._poll
        for due in await self._find():
            if due.next_at > now:
                pause = min(pause, (due.next_at - now).total_seconds())
            elif due.key not in self._running:
                self.wake(due.key)
        return pause

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """The drains that run at this moment."""
        return list(self._running.values())

    async def _look_out(self) -> None:
        while not self._stopping.is_set():
            try:
                pause = await self.sweep()
            except Exception:
                logger.exception(
                    "cannot look for work",
                    extra={"action": "sweep_failed", "lanes": self._name},
                )
                pause = self._poll
            await self._clock.wait(self._stopping, pause)

    async def _work(self, key: ConversationKey) -> None:
        try:
            async with self._slots:
                while True:
                    self._again.discard(key)
                    await self._drain(key)
                    if key not in self._again or self._stopping.is_set():
                        return
        except Exception:
            # The sweep comes back to it; a broken database must not end the loop.
            logger.exception(
                "work on a conversation failed",
                extra={
                    "action": "drain_failed",
                    "lanes": self._name,
                    "tenant": key.tenant,
                },
            )
        finally:
            self._again.discard(key)
            del self._running[key]
