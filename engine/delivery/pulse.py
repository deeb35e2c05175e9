"""Renews the leases of the turns that last: one task for all of them, while there are any.

    pulse = Pulse(renew=renew, clock=clock, seconds=10.0)
    with pulse.keeping(lease):
        ...                     # renew(lease) every 10 seconds
    await pulse.stop()

Most turns end long before the first beat. A task of their own cost them more than their lease.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from engine.delivery.clock import Clock
from engine.delivery.conversations import FenceLost, Lease

logger = logging.getLogger(__name__)


class Pulse:
    """Calls ``renew`` with each lease that is kept, ``seconds`` after it began at the latest.

    ``renew`` raises ``FenceLost`` for a lease that is somebody else's by now: it is left alone from
    then on, and whoever keeps it finds out when it commits.
    """

    def __init__(
        self, *, renew: Callable[[Lease], Awaitable[None]], clock: Clock, seconds: float
    ) -> None:
        self._renew = renew
        self._clock = clock
        self._seconds = seconds
        # By identity: a lease is long, and hashed by all that it says.
        self._kept: dict[int, Lease] = {}
        self._beating: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @contextmanager
    def keeping(self, lease: Lease) -> Iterator[None]:
        """Keep ``lease`` while the block lasts."""
        self._kept[id(lease)] = lease
        if self._beating is None:
            self._over.clear()
            self._beating = asyncio.create_task(self._beat(), name="pulse")
        try:
            yield
        finally:
            self._kept.pop(id(lease), None)

    async def stop(self) -> None:
        """Renew nothing any more."""
        self._over.set()
        if self._beating is not None:
            await self._beating

    async def _beat(self) -> None:
        try:
            while True:
                await self._clock.wait(self._over, self._seconds)
                if self._over.is_set() or not self._kept:
                    return  # the next lease begins anew
                for lease in list(self._kept.values()):
                    await self._renew_one(lease)
        finally:
            self._beating = None

    async def _renew_one(self, lease: Lease) -> None:
        try:
            await self._renew(lease)
        except FenceLost:
            self._kept.pop(id(lease), None)
        except Exception:
            logger.exception("cannot renew a lease", extra={"action": "renew_failed"})
