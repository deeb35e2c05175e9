"""How often one address may look at certificates, so that nobody tries numbers by the thousand.

>>> visits = Visits(limit=2, seconds=60)
>>> [visits.admits("192.0.2.7", at) for at in (0.0, 1.0, 2.0, 61.0)]
[True, True, False, True]

In memory, per process: a restart forgives, which costs nothing here. The memory is bounded.
"""

from __future__ import annotations

from collections import OrderedDict

#: Looks of one address within :data:`SECONDS`.
LIMIT = 30
SECONDS = 60.0
#: Addresses that are remembered; the one that came first goes first.
ADDRESSES = 10_000


class Visits:
    """Counts looks by address, in windows that begin with the first look."""

    def __init__(self, *, limit: int = LIMIT, seconds: float = SECONDS) -> None:
        self._limit = limit
        self._seconds = seconds
        # Address -> when its window began, looks since.
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def admits(self, address: str, now: float) -> bool:
        """Count one look at the moment ``now``, in seconds; tell whether it is allowed."""
        began, looks = self._seen.pop(address, (now, 0))
        if now - began >= self._seconds:
            began, looks = now, 0
        self._seen[address] = (began, looks + 1)
        if len(self._seen) > ADDRESSES:
            self._seen.popitem(last=False)
        return looks < self._limit
