"""What a condition reads and compares, for a checker that knows the domain, and what it hides.

>>> from engine.flows.expressions import parse
>>> [found.name for found in references(parse('slots.age >= 18 and context.flow is "a"'))]
['age', 'flow']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.flows.expressions.nodes import (
    Constant,
    Members,
    Name,
    Node,
    Pattern,
    Relation,
    Scalar,
    walk,
)
from engine.flows.expressions.surprises import Surprise, surprises
from engine.flows.expressions.templates import is_filled

if TYPE_CHECKING:
    from engine.flows.expressions.expression import Expression

__all__ = ["Comparison", "Reference", "Surprise", "comparisons", "references", "surprises"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A value that a condition reads."""

    # "slots", "context", or empty for a bare word, which is always undefined.
    namespace: str
    name: str
    # Of the name with its namespace, or of the {{ that it stands in.
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A slot or context field compared with constants; the slot is on the left, always."""

    # "slots" or "context".
    namespace: str
    name: str
    # "=" "!=" "<" "<=" ">" ">=" "contains" "matches", or "one of" for {"a" "b"} contains slots.x
    operator: str
    # What it is compared with, each with its own offset; several only where a set is written.
    constants: tuple[Constant, ...]
    # Of the name.
    offset: int

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The constants alone: texts, numbers, booleans, None, or a ``Special``."""
        return tuple(constant.value for constant in self.constants)


_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def references(expression: Expression) -> tuple[Reference, ...]:
    """Return what the condition reads, in the order of the source, repetitions included.

    Of ``slots.{{context.collect}}`` only ``context.collect`` is known before the evaluation.
    """
    found = [
        Reference(namespace=node.namespace, name=node.name, offset=node.offset)
        for node in walk(expression.root)
        if isinstance(node, Name) and not is_filled(node, expression.holes)
    ]
    found += (
        Reference(namespace=hole.namespace, name=hole.name, offset=hole.offset)
        for hole in expression.holes
    )
    return tuple(sorted(found, key=lambda reference: reference.offset))


def comparisons(expression: Expression) -> tuple[Comparison, ...]:
    """Return the comparisons of a slot or context field with constants.

    >>> from engine.flows.expressions import parse
    >>> (found,) = comparisons(parse('{"oui" "non"} contains slots.answer'))
    >>> found.name, found.operator, found.values
    ('answer', 'one of', ('oui', 'non'))
    """
    return tuple(
        comparison
        for node in walk(expression.root)
        if isinstance(node, Relation) and (comparison := _comparison(node, expression))
    )


def _comparison(node: Relation, expression: Expression) -> Comparison | None:
    left, operator, right = node.left, node.operator, node.right
    if isinstance(left, Constant | Members) and isinstance(right, Name):
        # Turn it round, so that a checker meets the name on one side only.
        operator = "one of" if operator == "contains" else _FLIPPED[operator]
        left, right = right, left
    if not isinstance(left, Name) or not left.namespace or is_filled(left, expression.holes):
        return None
    constants = tuple(item for item in _constants(right) if not is_filled(item, expression.holes))
    if not constants:
        return None
    return Comparison(
        namespace=left.namespace,
        name=left.name,
        operator=operator,
        constants=constants,
        offset=left.offset,
    )


def _constants(node: Node) -> Iterator[Constant]:
    match node:
        case Constant():
            yield node
        case Members():
            yield from (item for item in node.items if isinstance(item, Constant))
        case Pattern():
            yield Constant(value=node.text, offset=node.offset, end=node.end)
