"""One thread for those who wait on a loop: in order, whatever is raised, cancelled or closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from engine.errors import DeliveryError
from engine.storage.worker import Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("a-thread")
    yield made
    made.close()


@pytest.mark.asyncio
async def test_work_comes_back_from_one_other_thread_in_order(worker: Worker) -> None:
    done: list[int] = []

    def piece(number: int) -> tuple[int, str]:
        done.append(number)
        return number, threading.current_thread().name

    found = await asyncio.gather(*(worker.run(partial(piece, n)) for n in range(50)))
    assert found == [(n, "a-thread") for n in range(50)]
    assert done == list(range(50))


@pytest.mark.asyncio
async def test_what_is_raised_reaches_the_one_who_waits_and_ends_nothing(worker: Worker) -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await worker.run(fail)
    assert await worker.run(lambda: 1) == 1


@pytest.mark.asyncio
async def test_what_was_begun_goes_on_and_what_was_not_is_left_out(worker: Worker) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        begun.set()
        go_on.wait()
        done.append("slow")

    first = asyncio.create_task(worker.run(slow))
    second = asyncio.create_task(worker.run(lambda: done.append("second")))
    await asyncio.to_thread(begun.wait)
    first.cancel()
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    go_on.set()
    assert await worker.run(lambda: list(done)) == ["slow"]


def test_a_loop_that_is_gone_does_not_end_the_thread(worker: Worker) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait()

    async def leave() -> None:
        task = asyncio.create_task(worker.run(slow))
        await asyncio.to_thread(begun.wait)
        task.cancel()

    asyncio.run(leave())
    go_on.set()
    assert asyncio.run(_ask(worker)) == 1


async def _ask(worker: Worker) -> int:
    return await worker.run(lambda: 1)


@pytest.mark.asyncio
async def test_beginning_and_end_are_the_threads_own() -> None:
    told: list[str] = []

    def tell(what: str) -> None:
        told.append(f"{what} in {threading.current_thread().name}")

    worker = Worker("w", begin=lambda: tell("begins"), end=lambda: tell("ends"))
    assert told == []
    await worker.run(lambda: tell("works"))
    worker.close()
    worker.close()
    assert told == ["begins in w", "works in w", "ends in w"]


@pytest.mark.asyncio
async def test_what_is_closed_finishes_its_work_and_takes_no_more() -> None:
    worker = Worker("w")
    done: list[int] = []
    waiting = [asyncio.create_task(worker.run(partial(done.append, n))) for n in range(5)]
    await asyncio.sleep(0)
    await asyncio.to_thread(worker.close)
    await asyncio.gather(*waiting)
    assert done == [0, 1, 2, 3, 4]
    with pytest.raises(DeliveryError, match="closed"):
        await worker.run(lambda: None)


@pytest.mark.asyncio
async def test_what_never_worked_closes_too() -> None:
    worker = Worker("w")
    worker.close()
    with pytest.raises(DeliveryError, match="closed"):
        await worker.run(lambda: None)
