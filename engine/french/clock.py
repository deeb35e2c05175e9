"""When and where the message of this turn was spoken, for readers that are not told otherwise.

::

    with spoken(tenant.local(now), days=named_days, country="SN"):
        ...                                # understanding: "demain" is the day after ``now``

Who runs a turn says it; the values hold for the code that runs inside, and for the tasks it starts.
Outside of a turn, in a shell, it is this moment in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from engine.french.phones import DEFAULT_REGION

#: Aware, on the clocks of the place; None is this very moment.
spoken_at: ContextVar[datetime | None] = ContextVar("spoken_at", default=None)
#: Days that the place knows by name, as :func:`engine.french.moments.read_moments` takes them.
known_days: ContextVar[tuple[tuple[str, date], ...]] = ContextVar("known_days", default=())
#: The country of the place, in two letters.
region: ContextVar[str] = ContextVar("region", default=DEFAULT_REGION)


@contextmanager
def spoken(
    at: datetime, *, days: Sequence[tuple[str, date]] = (), country: str | None = None
) -> Iterator[None]:
    """Say for the code inside when and where its text was spoken.

    Raises ``ValueError`` for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment_token = spoken_at.set(at)
    days_token = known_days.set(tuple(days))
    region_token = region.set(country or region.get())
    try:
        yield
    finally:
        spoken_at.reset(moment_token)
        known_days.reset(days_token)
        region.reset(region_token)


def now() -> datetime:
    """Return when the text of this turn was spoken."""
    return spoken_at.get() or datetime.now(UTC)
