"""What a message costs: CPU time at turns 5, 50 and 500 of a conversation, beside stock Rasa.

::

    $ .venv/bin/python benchmarks/turn.py
    $ .venv/bin/python benchmarks/turn.py --no-stock

CPU time is that of the whole process, the threads of the database included. Each figure is taken
over the ten messages around the turn (benchmarks/conversation.yml, each message once) of several
conversations. Ends with 1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import stock_side
from benchmarks.desk import (
    TENANT,
    Desk,
    Person,
    open_desk,
    say_on_road,
    say_to_brain,
    script,
)
from benchmarks.parts import counted_statements, measured_parts
from engine.delivery.contracts import ConversationKey
from engine.messages import Inbound, Reply

TURNS = (5, 50, 500)
#: The aims: milliseconds of a message, and turn 500 against turn 5.
AIM_MS, AIM_GROWTH = 6.0, 1.3
#: Turns before and after the one that a figure is for: ten, the whole script once.
_BEFORE, _AFTER = 4, 5

Say = Callable[[str, Inbound], Awaitable[tuple[Reply, ...]]]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--conversations", type=int, default=5, help="of 505 turns (default: 5)")
    parser.add_argument("--no-stock", action="store_true", help="leave stock Rasa out")
    args = parser.parse_args()
    with open_desk() as desk:
        # The event loop of production: Sanic takes it where it is installed.
        found = uvloop.run(_measure(desk, args.conversations))
    road, brain = found.road, found.brain
    print(f"CPU ms per message, {args.conversations} conversations, SQLite, synchronous FULL")
    print(f"{'':<22}" + "".join(f"{f'turn {turn}':>16}" for turn in TURNS) + f"{'500 / 5':>10}")
    print(f"{'':<22}" + f"{'median    p95':>16}" * len(TURNS))
    _print_row("Accueil, whole road", road)
    _print_row("Accueil, brain alone", brain)
    if not args.no_stock:
        _print_stock()
    print(f"{'aim (whole road)':<22}{f'≤ {AIM_MS:g}':>10}{f'≤ {AIM_GROWTH}':>48}")
    _print_parts(found.parts)
    print(f"\n{found.statements}")
    medians = [statistics.median(_around(road, turn)) for turn in TURNS]
    return int(max(medians) > AIM_MS or medians[-1] / medians[0] > AIM_GROWTH)


@dataclass(frozen=True, kw_only=True)
class _Measured:
    """What was measured of the product."""

    # CPU milliseconds of each message of each conversation.
    road: list[list[float]]
    brain: list[list[float]]
    # Average milliseconds of a message on the road, by part.
    parts: dict[str, float]
    # A sentence about what a message asks of the database.
    statements: str


async def _measure(desk: Desk, conversations: int) -> _Measured:
    """Let people talk, and return what it took."""

    async def on_road(front_desk: Any) -> tuple[list[list[float]], dict[str, float], str]:
        async def say(name: str, message: Inbound) -> tuple[Reply, ...]:
            return await say_on_road(front_desk, message)

        # The first messages of a process pay for what is loaded on the way.
        await _converse(say, "warm-up", len(script()))
        times = [await _converse(say, f"road-{n}") for n in range(conversations)]
        with measured_parts() as parts:
            taken = await _converse(say, "parts", 10 * len(script()))
        spent = {part: value / len(taken) for part, value in parts.milliseconds().items()}
        with counted_statements() as asked:
            counted = len(await _converse(say, "statements", 10 * len(script())))
        sentence = (
            f"a message takes {asked.count / counted:.1f} statements in "
            f"{asked.writes / counted:.1f} writing and {asked.reads / counted:.1f} reading "
            "transactions"
        )
        rest = statistics.mean(taken) - sum(spent.values())
        return times, {**spent, "the rest": rest}, sentence

    async def to_brain(name: str, message: Inbound) -> tuple[Reply, ...]:
        return await say_to_brain(desk.brain, ConversationKey(tenant=TENANT, contact=name), message)

    road, parts, sentence = await desk.serve(on_road)
    brain = [await _converse(to_brain, f"brain-{n}") for n in range(conversations)]
    return _Measured(road=road, brain=brain, parts=parts, statements=sentence)


async def _converse(say: Say, name: str, length: int = TURNS[-1] + _AFTER) -> list[float]:
    """Let one person write ``length`` messages; return the CPU milliseconds of each."""
    person, lines = Person(name), script()
    times = []
    for _ in range(length):
        message = person.next_message(lines)
        before = time.process_time()
        replies = await say(name, message)
        times.append(1000 * (time.process_time() - before))
        person.see(replies)
    return times


def _around(conversations: Sequence[Sequence[float]], turn: int) -> list[float]:
    first, last = max(0, turn - _BEFORE - 1), turn + _AFTER
    return [value for times in conversations for value in times[first:last]]


# -- the table -------------------------------------------------------------------------------


def _print_row(name: str, conversations: Sequence[Sequence[float]]) -> None:
    samples = [_around(conversations, turn) for turn in TURNS]
    medians = [statistics.median(values) for values in samples]
    cells = [
        f"{median:>10.1f}{statistics.quantiles(values, n=20)[-1]:>6.1f}"
        for median, values in zip(medians, samples, strict=True)
    ]
    print(f"{name:<22}{''.join(cells)}{medians[-1] / medians[0]:>10.2f}")


def _print_stock() -> None:
    if not stock_side.exists():
        print(f"{'stock Rasa':<22}   no environment; make it with: {stock_side.CREATE}")
        return
    print("stock Rasa takes a few minutes ...", file=sys.stderr)
    found = stock_side.figures("--no-server", "--turns", *map(str, TURNS))
    medians = [float(found["cpu_ms"][str(turn)]) for turn in TURNS]
    cells = "".join(f"{median:>10.1f}{'':>6}" for median in medians)
    print(f"{'stock Rasa':<22}{cells}{medians[-1] / medians[0]:>10.2f}")


def _print_parts(parts: dict[str, float]) -> None:
    total = sum(parts.values())
    print(f"\nwhere the time goes ({total:.1f} ms a message with the clocks, on average)")
    for part, value in parts.items():
        print(f"  {part:<20}{value:>7.2f} ms{value / total:>7.0%}")


if __name__ == "__main__":
    sys.exit(main())
