"""The clock of the house: rings for due timers, and tidies up now and then.

    housekeeping = Housekeeping(desk)
    housekeeping.start()
    await housekeeping.stop()

The scheduler keeps nothing: what is due stands in the database, so a killed process forgets nothing
and the next one finds it at its first ring. A job that fails is told in the log and comes back at
its next hour; one that takes long is not begun a second time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

logger = logging.getLogger(__name__)

#: Seconds between two looks at the timers, and between two times of tidying up.
RING_EVERY, TIDY_EVERY = 5.0, 600.0


class Desk(Protocol):
    """What is to be done at its hour; the front desk does it."""

    async def ring(self) -> float | None:
        """Let due timers speak; return the seconds until the next one, if any."""
        ...

    async def tidy(self) -> dict[str, int]:
        """Remove what has had its time, and return how much of it."""
        ...


class Housekeeping:
    """Calls the desk at the right moments, on the loop that serves it."""

    def __init__(
        self, desk: Desk, *, ring_every: float = RING_EVERY, tidy_every: float = TIDY_EVERY
    ) -> None:
        self._desk = desk
        self._ring_every = ring_every
        self._tidy_every = tidy_every
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # However late, and once for all the times that were missed.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # Jobs at work: a stop waits for them.
        self._at_work: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Ring at once, and from now on at every due hour."""
        now = datetime.now(UTC)
        self._scheduler.start()
        for job, seconds in ((self._ring, self._ring_every), (self._tidy, self._tidy_every)):
            self._scheduler.add_job(job, "interval", seconds=seconds, next_run_time=now)

    async def stop(self) -> None:
        """Begin nothing more, and wait for what is at work."""
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        if self._at_work:
            await asyncio.gather(*self._at_work, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler ends in a step of the loop of its own

    async def _ring(self) -> None:
        seconds = await self._do(self._desk.ring, "ring")
        if seconds is not None and seconds < self._ring_every and self._scheduler.running:
            # Near: at its very moment. One step later than sooner, so that it is due by then.
            at = datetime.now(UTC) + timedelta(seconds=seconds)
            self._scheduler.add_job(
                self._ring, "date", run_date=at, id="next timer", replace_existing=True
            )

    async def _tidy(self) -> None:
        removed = await self._do(self._desk.tidy, "tidy") or {}
        if any(removed.values()):
            logger.info("tidied up", extra={"action": "tidied", **removed})

    async def _do[Result](self, work: Callable[[], Awaitable[Result]], name: str) -> Result | None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            return await work()
        except Exception:
            logger.exception("housekeeping failed", extra={"action": f"{name}_failed"})
            return None
        finally:
            self._at_work.discard(task)
