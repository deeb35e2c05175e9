"""Time as the delivery room knows it, so that tests can own it.

>>> SystemClock().now().tzinfo is UTC
True
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The two questions that the road asks of time."""

    def now(self) -> datetime:
        """Return this moment, aware."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when ``event`` is set, or ``seconds`` later, whichever comes first."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return datetime.now(UTC)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when ``event`` is set, or ``seconds`` later, whichever comes first."""
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return


class ShiftedClock(SystemClock):
    """The clock of the machine, ``seconds`` ahead of it: tomorrow, today, for a test.

    >>> ShiftedClock(3600).now() - SystemClock().now() > timedelta(minutes=59)
    True
    """

    def __init__(self, seconds: float) -> None:
        self._ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return this moment in UTC, as it will be."""
        return super().now() + self._ahead
