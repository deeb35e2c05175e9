"""One thread that does one piece of work after the other, for those who wait on an event loop.

>>> worker = Worker("counting")
>>> asyncio.run(worker.run(lambda: 6 * 7))
42
>>> worker.close()

The standard library's pool hands each piece through a future of its own beside the loop's, each
with its locks: half of what a short transaction cost (``benchmarks/turn.py``). A single thread and
a queue need neither.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from engine.errors import DeliveryError

T = TypeVar("T")

_Piece = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


class Worker:
    """Runs what it is given in the order of the calls, on a thread that begins with the first.

    ``begin`` is called by that thread before anything else, ``end`` after everything.
    """

    def __init__(
        self,
        name: str,
        *,
        begin: Callable[[], None] = lambda: None,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        self._name = name
        self._begin = begin
        self._end = end
        # None is the end of it.
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """Return what ``work`` returns, or raise what it raises.

        Who is cancelled while waiting does not stop what was begun; what was not is left out.
        Raises ``DeliveryError`` once this is closed.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        # A piece must not come behind the end.
        with self._lock:
            if self._closed:
                raise DeliveryError(f"the thread {self._name!r} was closed")
            if self._thread is None:
                # Left to the end of the process if nobody closes it.
                self._thread = threading.Thread(target=self._go, name=self._name, daemon=True)
                self._thread.start()
            self._pieces.put((loop, future, work))
        return await future

    def close(self) -> None:
        """Finish what was given, and end the thread. Idempotent."""
        with self._lock:
            self._closed = True
            if self._thread is not None:
                self._pieces.put(None)
        if self._thread is not None:
            self._thread.join()

    def _go(self) -> None:
        self._begin()
        while (piece := self._pieces.get()) is not None:
            loop, future, work = piece
            if future.cancelled():
                continue
            result, error = None, None
            try:
                result = work()
            except BaseException as raised:
                error = raised
            # Nobody waits any more on a loop that is closed.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, future, result, error)
            # An idle thread keeps nothing of what it did.
            del piece, future, work, result, error
        self._end()


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
