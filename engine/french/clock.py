"""When, where and among whom the message of this turn was spoken, for readers not told otherwise.

::

    with spoken(tenant.local(now), days=named_days, country="SN"):
        ...                                # understanding: "demain" is the day after ``now``

Who runs a turn says it; the values hold for the code that runs inside, and for the tasks it starts.
Outside of a turn, in a shell, it is this moment in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from engine.french.phones import DEFAULT_REGION

#: Aware, on the clocks of the place; None is this very moment.
spoken_at: ContextVar[datetime | None] = ContextVar("spoken_at", default=None)
#: Days that the place knows by name, as :func:`engine.french.moments.read_moments` takes them.
known_days: ContextVar[tuple[tuple[str, date], ...]] = ContextVar("known_days", default=())
#: Whom one may meet there: their names by an id.
known_people: ContextVar[Mapping[str, tuple[str, ...]]] = ContextVar("known_people", default={})  # noqa: B039
#: Children of whom the one who writes may hear: their first names by an id.
known_children: ContextVar[Mapping[str, str]] = ContextVar("known_children", default={})  # noqa: B039
#: The country of the place, in two letters.
region: ContextVar[str] = ContextVar("region", default=DEFAULT_REGION)


@contextmanager
def spoken(
    at: datetime,
    *,
    days: Sequence[tuple[str, date]] = (),
    people: Mapping[str, tuple[str, ...]] | None = None,
    country: str | None = None,
) -> Iterator[None]:
    """Say for the code inside when and where its text was spoken.

    Raises ``ValueError`` for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment_token = spoken_at.set(at)
    days_token = known_days.set(tuple(days))
    people_token = known_people.set(people or {})
    region_token = region.set(country or region.get())
    try:
        yield
    finally:
        spoken_at.reset(moment_token)
        known_days.reset(days_token)
        known_people.reset(people_token)
        region.reset(region_token)


@contextmanager
def among(children: Mapping[str, str]) -> Iterator[None]:
    """Say for the code inside of which children the one who writes may hear."""
    token = known_children.set(children)
    try:
        yield
    finally:
        known_children.reset(token)


def now() -> datetime:
    """Return when the text of this turn was spoken."""
    return spoken_at.get() or datetime.now(UTC)
