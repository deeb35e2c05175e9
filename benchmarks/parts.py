"""Where the CPU time of a message goes: the functions of the road, each with a clock around it.

::

    with measured_parts() as parts:
        ...                          # turns
    parts.milliseconds()             # {"understanding": 812.5, "flows": 301.1, …}

A part's time is its own: what it spends inside another part counts there. The clocks cost a little
themselves, so the totals of the table are taken without them.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

#: What the work of one database transaction is called in the table, by the function that does it.
_TRANSACTIONS = {
    "FrontDesk._accept": "storage: accept",
    "Dispatcher._take": "storage: lease",
    "Dispatcher._commit": "storage: commit",
    "Sender.mark": "storage: send",
    "Sender._settle": "storage: send",
}
#: The rest: what actions read and write, and what is read before a message is understood.
_SERVICES = "storage: services"


class Parts:
    """Sums of CPU time, by part."""

    def __init__(self) -> None:
        self._sums: dict[str, float] = defaultdict(float)
        # Per thread: the seconds that inner parts took, one entry per open part.
        self._open = threading.local()

    def milliseconds(self) -> dict[str, float]:
        """Return the sums, the largest first."""
        return {
            part: 1000 * seconds
            for part, seconds in sorted(self._sums.items(), key=lambda item: -item[1])
        }

    @contextlib.contextmanager
    def clock(self, part: str) -> Iterator[None]:
        """Add the CPU time of this thread until the end of the block to ``part``."""
        inner: list[float] = self._open.__dict__.setdefault("inner", [])
        inner.append(0.0)
        begun = time.thread_time()
        try:
            yield
        finally:
            spent = time.thread_time() - begun
            self._sums[part] += spent - inner.pop()
            if inner:
                inner[-1] += spent


@dataclass(kw_only=True)
class Statements:
    """What the databases of this process were asked, by all their connections."""

    count: int = 0
    # Those that wrote, and those that only read.
    writes: int = 0
    reads: int = 0


@contextlib.contextmanager
def counted_statements() -> Iterator[Statements]:
    """Count statements, and the transactions that they were in, until the end of the block.

    A statement that writes several rows counts once; beginning and committing are not counted.
    """
    from engine.storage.database import Database
    from engine.storage.prepared import Prepared

    found = Statements()

    def executed(*_: Any) -> None:
        found.count += 1

    def handed_over(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def counted(*args: Any) -> Any:
            executed()
            return function(*args)

        return counted

    def counting(kind: str, scope: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(scope)
        def counted(database: Any) -> Any:
            setattr(found, kind, getattr(found, kind) + 1)
            return scope(database)

        return counted

    sa.event.listen(sa.Engine, "before_cursor_execute", executed)
    with contextlib.ExitStack() as undo:
        undo.callback(sa.event.remove, sa.Engine, "before_cursor_execute", executed)
        # What is prepared never passes by SQLAlchemy's events.
        for name in ("_execute", "run_many"):
            _replace(undo, Prepared, name, handed_over(getattr(Prepared, name)))
        _replace(undo, Database, "transaction", counting("writes", Database.transaction))
        _replace(undo, Database, "reading", counting("reads", Database.reading))
        yield found


@contextlib.contextmanager
def measured_parts() -> Iterator[Parts]:
    """Put a clock around each part of the road, and take them away afterwards."""
    from engine.components import turn
    from engine.components.nlu_graph import NluGraph
    from engine.delivery import outbox
    from engine.storage.database import Database

    parts = Parts()
    places: list[tuple[Any, str, str]] = [
        (NluGraph, "parse", "understanding"),
        (turn, "next_step", "flows"),
        (turn._Turn, "_run_action", "actions and texts"),
        (turn._Turn, "_log", "tracker"),
        (turn, "rows_of", "tracker"),
        (turn._Turn, "trace", "trace"),
        (outbox, "compose", "rendering"),
    ]
    with contextlib.ExitStack() as undo:
        for owner, name, part in places:
            _replace(undo, owner, name, _timed(parts, getattr(owner, name), part))
        _replace(undo, Database, "_within", _timed_transaction(parts, Database._within))
        yield parts


def _replace(undo: contextlib.ExitStack, owner: Any, name: str, function: Any) -> None:
    undo.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, function)


def _timed(parts: Parts, function: Callable[..., Any], part: str) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def waiting(*args: Any, **kwargs: Any) -> Any:
            with parts.clock(part):
                return await function(*args, **kwargs)

        return waiting

    @functools.wraps(function)
    def plain(*args: Any, **kwargs: Any) -> Any:
        with parts.clock(part):
            return function(*args, **kwargs)

    return plain


def _timed_transaction(parts: Parts, within: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(within)
    def plain(database: Any, scope: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        with parts.clock(_TRANSACTIONS.get(work.__qualname__, _SERVICES)):
            return within(database, scope, work, *args, **kwargs)

    return plain
