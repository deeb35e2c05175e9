"""Holes in a condition, ``{{context.x}}`` or ``{{slots.x}}``, filled in at each evaluation.

The filled text is read as a condition, so a value is let in only where it cannot change what the
condition asks: within quotes any text without that quote, elsewhere one word or number. Inside a
regular expression it stands for its own letters: a pattern of a stranger could block the engine.

>>> source = "slots.{{context.collect}} is not null"
>>> fill(source, find_holes(source), {}, {"collect": "city"})
'slots.city is not null'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.errors import shorten
from engine.flows.expressions.evaluate import look_up
from engine.flows.expressions.mistakes import ExpressionError
from engine.flows.expressions.nodes import Constant, Members, Name, Node, Pattern, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """One ``{{…}}``."""

    # "slots" or "context".
    namespace: str
    name: str
    # First character in the source, and the one behind the last.
    offset: int
    end: int
    # The quote or slash that it stands between, else empty.
    delimiter: str
    # True inside a regular expression, where the value stands for its own letters.
    in_pattern: bool = False


_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"|'[^']*'|/(?:[^/\\\n]|\\.)+/)|\#[^\n]*|(?P<hole>\{\{.*?\}\})""",
    re.VERBOSE | re.DOTALL,
)
_BRACES = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_HOLE = re.compile(r"\{\{-?\s*(slots|context)\.([\w-]+(?:\.[\w-]+)*)\s*-?\}\}")
_WORD = re.compile(r"[\w\-.:;]+")
_LEAVES = (Name, Constant, Members, Pattern)
#: Bits of a number that may fill a hole; Python refuses to write integers of more than 4,300.
_MAX_BITS = 1_000


def find_holes(source: str) -> tuple[Hole, ...]:
    """Return the holes of ``source`` in order, those in comments left out.

    Raises :class:`ExpressionError` for braces that hold more than one name.
    """
    holes: list[Hole] = []
    for piece in _PIECE.finditer(source):
        if piece["hole"]:
            holes.append(_read(piece["hole"], piece.start(), ""))
        elif quoted := piece["quoted"]:
            holes += (
                _read(braces.group(), piece.start() + braces.start(), quoted[0])
                for braces in _BRACES.finditer(quoted)
            )
    return tuple(holes)


def stand_in(source: str, holes: tuple[Hole, ...]) -> str:
    """Return ``source`` with each hole replaced by a word of the same length.

    It has the syntax of the filled condition and the offsets of the source.
    """
    for hole in holes:
        length = hole.end - hole.offset
        source = source[: hole.offset] + "x" * length + source[hole.end :]
    return source


def mark_patterns(holes: tuple[Hole, ...], root: Node) -> tuple[Hole, ...]:
    """Return ``holes`` with those marked that stand in a regular expression of the tree."""
    patterns = [node for node in walk(root) if isinstance(node, Pattern)]
    return tuple(
        replace(hole, in_pattern=any(is_filled(pattern, (hole,)) for pattern in patterns))
        for hole in holes
    )


def fill(
    source: str,
    holes: tuple[Hole, ...],
    slots: Mapping[str, Any],
    context: Mapping[str, Any],
) -> str | None:
    """Return ``source`` with the values of its holes; None when one is missing or unfit."""
    if is_whole(source, holes) and holes[0].namespace == "context":
        return _text_of(look_up(context, holes[0].name))
    pieces: list[str] = []
    end = 0
    for hole in holes:
        text = _text_of(look_up(slots if hole.namespace == "slots" else context, hole.name))
        if text is None or not _fits(text, hole.delimiter):
            return None
        pieces += source[end : hole.offset], re.escape(text) if hole.in_pattern else text
        end = hole.end
    return "".join(pieces) + source[end:]


def is_whole(source: str, holes: tuple[Hole, ...]) -> bool:
    """Tell whether the condition is one hole and nothing else."""
    return len(holes) == 1 and source.strip() == source[holes[0].offset : holes[0].end]


def is_filled(node: Node, holes: tuple[Hole, ...]) -> bool:
    """Tell whether a part of ``node`` is a stand-in, so that only an evaluation knows it."""
    match node:
        case Name() | Constant() | Members() | Pattern():
            return any(hole.offset < node.end and node.offset < hole.end for hole in holes)
        case _:
            parts = (part for part in walk(node) if isinstance(part, _LEAVES))
            return any(is_filled(part, holes) for part in parts)


def _read(braces: str, offset: int, delimiter: str) -> Hole:
    found = _HOLE.fullmatch(braces)
    if found is None:
        raise ExpressionError(
            f"unknown template {shorten(braces)}",
            offset,
            "between the braces stands one name: {{context.collect}} or {{slots.city}}",
        )
    return Hole(
        namespace=found[1],
        name=found[2],
        offset=offset,
        end=offset + len(braces),
        delimiter=delimiter,
    )


def _fits(text: str, delimiter: str) -> bool:
    if delimiter:
        return delimiter not in text
    return _WORD.fullmatch(text) is not None


def _text_of(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() <= _MAX_BITS):
        return str(value)
    return None
