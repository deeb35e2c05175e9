"""Turns that were taken in the transaction that stored their message, and have not begun.

    ahead = Ahead(clock)
    ahead[key] = taken          # by the thread that owns the transactions
    ahead.pop(key)              # by whoever comes first; None when nothing, or nothing fresh

Nobody comes for what was taken with a message that was not stored after all: :meth:`Ahead.expire`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.delivery.clock import Clock
from engine.delivery.contracts import ConversationKey
from engine.delivery.conversations import Lease
from engine.delivery.inbox import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a look at a conversation brought: the next turn to run, or nothing."""

    # The message to run; ``None`` when there is none, or when it was given up just now.
    waiting: Waiting | None
    lease: Lease | None
    # Until when the lease is held without being renewed.
    until: datetime | None = None
    # True when a message was given up and an apology waits in the outbox.
    buried: bool = False


class Ahead:
    """What is taken, by conversation. Each operation is one step for all threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: dict[ConversationKey, Taken] = {}

    def __len__(self) -> int:
        return len(self._taken)

    def __contains__(self, key: object) -> bool:
        return key in self._taken

    def __setitem__(self, key: ConversationKey, taken: Taken) -> None:
        self._taken[key] = taken

    def pop(self, key: ConversationKey) -> Taken | None:
        """Return what is taken for ``key``, once; a lease that ended is somebody else's by now."""
        taken = self._taken.pop(key, None)
        return None if taken is None or self._is_over(taken) else taken

    def expire(self) -> None:
        """Forget what nobody came for in time."""
        for key, taken in list(self._taken.items()):
            if self._is_over(taken):
                self._taken.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._taken.clear()

    def _is_over(self, taken: Taken) -> bool:
        return taken.until is not None and taken.until <= self._clock.now()
