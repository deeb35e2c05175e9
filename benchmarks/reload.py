"""Time from a saved file to the edition in service, and what people who write meanwhile notice.

::

    $ .venv/bin/python -m benchmarks.reload
    saved -> in service   median 0.62 s   slowest 0.71 s   (aim 2 s)
    an answer, quiet      median   14 ms   slowest   21 ms
    an answer, reloading  median   16 ms   slowest  160 ms

A copy of the project is served by a process of its own; a sentence is changed over and over.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.newcomer import Newcomer, Workshop

#: Seconds that a change may take.
AIM = 2.0
_FILE, _OLD, _NEW = "domain/renseignement.yml", "Repère", "Point de repère"
_QUESTION = "où est l’église ?"


async def measure(rounds: int) -> bool:
    """Print the figures of ``rounds`` changes; tell whether the aim is met."""
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop.copy(Path(name))
        desk = FrontDeskProcess(Path(name), {}, project=workshop.root)
        await desk.start()
        try:
            async with (
                httpx.AsyncClient(trust_env=False, timeout=20) as http,
                Newcomer.at(http, desk) as designer,
                Newcomer.at(http, desk) as person,
            ):
                await _answer(person)  # the first one opens the database
                quiet = [await _answer(person) for _ in range(3 * rounds)]
                saved, meanwhile = await _changes(workshop, designer, person, rounds)
        finally:
            await desk.stop()
    print(
        f"saved -> in service   median {statistics.median(saved):.2f} s   "
        f"slowest {max(saved):.2f} s   (aim {AIM:.0f} s)"
    )
    _print("an answer, quiet     ", quiet)
    _print("an answer, reloading ", meanwhile)
    return max(saved) <= AIM


async def _changes(
    workshop: Workshop, designer: Newcomer, person: Newcomer, rounds: int
) -> tuple[list[float], list[float]]:
    saved, meanwhile = [], []
    for number in range(rounds):
        old, new = (_OLD, _NEW) if number % 2 == 0 else (_NEW, _OLD)
        began = time.perf_counter()
        workshop.change(_FILE, old, new)
        taken = asyncio.create_task(designer.catches_up(workshop))
        while not taken.done():
            meanwhile.append(await _answer(person))
        await taken
        saved.append(time.perf_counter() - began)
    return saved, meanwhile


async def _answer(person: Newcomer) -> float:
    began = time.perf_counter()
    assert await person.hears(_QUESTION)
    return time.perf_counter() - began


def _print(what: str, seconds: list[float]) -> None:
    milliseconds = [1000 * value for value in seconds]
    print(
        f"{what} median {statistics.median(milliseconds):4.0f} ms   "
        f"slowest {max(milliseconds):4.0f} ms"
    )


def main() -> int:
    """Measure; 1 when a change took longer than the aim."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=20, help="changes to make")
    return 0 if asyncio.run(measure(parser.parse_args().rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
