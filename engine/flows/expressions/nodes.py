"""The tree of a condition, and how it is written.

>>> write(Negation(operand=Name(namespace="slots", name="city", offset=4, end=14), offset=0))
'not slots.city'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.flows.expressions.values import Special

#: What a constant may be.
Scalar = str | int | float | bool | None | Special


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A value looked up at each evaluation: ``slots.age``."""

    # "slots", "context", or empty for a bare word, which is always undefined.
    namespace: str
    # Without the namespace; may have dots.
    name: str
    # First character in the source, and the one behind the last.
    offset: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A text, a number, or one of true, false, null, undefined, empty."""

    value: Scalar
    offset: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """A set: ``{"oui" "non"}``."""

    items: tuple[Name | Constant, ...]
    offset: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The regular expression behind ``matches``."""

    # As written, without quotes or slashes.
    text: str
    # Letters behind the second slash, in lower case.
    flags: str
    # What stands around it: a quote, "/", or empty for an unquoted word.
    delimiter: str
    # None when it is malformed: it then matches nothing.
    compiled: re.Pattern[str] | None
    # Why it is malformed, else empty.
    fault: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two values compared."""

    # "=" "!=" "<" "<=" ">" ">=" "contains" "matches": "is" and "==" are "=", "is not" is "!=".
    operator: str
    left: Node
    right: Node
    # Of the operator.
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """``not`` before a comparison, a value or a parenthesis."""

    operand: Node
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Terms joined without parentheses: ``a and b or c`` reads ``a and (b or c)``.

    It is flat so that a chain of any length needs no recursion.
    """

    # At least two.
    terms: tuple[Node, ...]
    # "and" or "or" behind each term but the last, and their offsets.
    operators: tuple[str, ...]
    operator_offsets: tuple[int, ...]


Node = Name | Constant | Members | Pattern | Relation | Negation | Chain


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in the order of the source."""
    match node:
        case Relation():
            yield node
            yield from walk(node.left)
            yield from walk(node.right)
        case Negation():
            yield node
            yield from walk(node.operand)
        case Chain():
            yield node
            for term in node.terms:
                yield from walk(term)
        case Members():
            yield node
            yield from node.items
        case _:
            yield node


def write(node: Node) -> str:
    """Return ``node`` as a condition with the fewest parentheses that make its grouping visible.

    Reading the result gives a condition with the same truth for all values.
    """
    match node:
        case Name():
            return f"{node.namespace}.{node.name}" if node.namespace else node.name
        case Constant():
            return write_constant(node.value)
        case Members():
            return "{" + " ".join(write(item) for item in node.items) + "}"
        case Pattern():
            return f"{node.delimiter}{node.text}{node.delimiter}{node.flags}"
        case Relation():
            return f"{_operand(node.left)} {node.operator} {_operand(node.right)}"
        case Negation():
            inner = write(node.operand)
            return f"not ({inner})" if isinstance(node.operand, Chain) else f"not {inner}"
        case Chain():
            return _write_chain(node)


def write_constant(value: Scalar) -> str:
    """Return a constant as it stands in a condition.

    >>> write_constant("d'accord")
    '"d\\'accord"'
    """
    match value:
        case Special():
            return value.value
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case str():
            # A text was read between quotes of one kind, so it cannot hold both kinds.
            return f'"{value}"' if '"' not in value else f"'{value}'"
        case float():
            return _write_float(value)
        case _:
            return str(value)


def _write_float(value: float) -> str:
    if math.isinf(value):
        # Read from digits beyond the range of a float, and read back the same way.
        return ("-" if value < 0 else "") + "1" + "0" * 400
    # The language has no exponents, so 1e+16 would not be read back.
    return format(Decimal(repr(value)), "f")


def _operand(node: Node) -> str:
    text = write(node)
    return f"({text})" if isinstance(node, Relation | Negation | Chain) else text


def _write_chain(node: Chain) -> str:
    pieces: list[str] = []
    opened = 0
    for index, term in enumerate(node.terms):
        text = write(term)
        pieces.append(f"({text})" if isinstance(term, Chain) else text)
        if index < len(node.operators):
            operator = node.operators[index]
            pieces.append(f" {operator} ")
            following = node.operators[index + 1 : index + 2]
            if following and following[0] != operator:
                pieces.append("(")
                opened += 1
    return "".join(pieces) + ")" * opened
