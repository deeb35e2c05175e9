"""What a conversation did otherwise than it should, as a designer reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.errors import shorten
from engine.flows.conversations.case import Case, Expectation
from engine.flows.conversations.player import Observed


def describe_failures(case: Case, seen: Sequence[Observed]) -> str:
    """Return what differs from the expectations, turn by turn; empty when nothing does."""
    lines: list[str] = []
    for number, (turn, observed) in enumerate(zip(case.turns, seen, strict=True), start=1):
        found = list(_differences(turn.expect, observed))
        if found:
            said = f"taps {turn.tap}" if turn.tap else f"writes {shorten(turn.user)}"
            where = f"{turn.position.path}:{turn.position.line}"
            lines += [f"{where}: turn {number}, the person {said}", *found]
    ran = {name for observed in seen for name in observed.replies}
    lines += [
        f"{case.path}: the stub of {name!r} was never used"
        for name in sorted(set(case.stubs) - ran)
    ]
    return "\n".join(lines)


def _differences(expect: Expectation, got: Observed) -> Iterator[str]:
    if expect.replies is not None and expect.replies != got.replies:
        yield from _listed("replies", expect.replies, got.replies)
    for slot, value in expect.slots.items():
        if slot not in got.slots:
            yield f"  slot {slot!r} does not exist"
        elif got.slots[slot] != value or isinstance(got.slots[slot], bool) is not isinstance(
            value, bool
        ):
            yield f"  slot {slot}: expected {value!r}, got {got.slots[slot]!r}"
    if expect.stack is not None and expect.stack != got.stack:
        yield from _listed("stack", expect.stack, got.stack)


def _listed(what: str, expected: Sequence[str], got: Sequence[str]) -> Iterator[str]:
    """Show two lists side by side, the places that differ marked."""
    yield f"  {what}:"
    width = max(len(name) for name in ("expected", *expected))
    yield f"      {'expected':<{width}}  got"
    for index in range(max(len(expected), len(got))):
        left = expected[index] if index < len(expected) else "-"
        right = got[index] if index < len(got) else "-"
        yield f"    {' ' if left == right else '≠'} {left:<{width}}  {right}"
