"""A condition as it stands in a flow: a constant, a predicate, or text that is not one.

>>> Condition.of("slots.age > 17", at).holds({"age": 20.0}, {})
True
>>> Condition.of(False, at).holds({}, {})
False
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.flows.expressions import Expression, ExpressionError, parse
from engine.flows.source import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One ``if``, with its place; a text that does not parse never holds and keeps its fault."""

    # As written: a text or a boolean.
    source: str | bool
    position: Position
    # None for a constant and for a text that does not parse.
    expression: Expression | None = None
    # Why the text does not parse.
    fault: ExpressionError | None = None

    @classmethod
    def of(cls, source: Any, at: Position) -> Condition:
        """Read a condition; never raises."""
        if isinstance(source, bool):
            return cls(source=source, position=at)
        text = str(source)
        try:
            return cls(source=text, position=at, expression=parse(text))
        except ExpressionError as fault:
            return cls(source=text, position=at, fault=fault)

    def holds(self, slots: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
        """Evaluate; total: never raises."""
        if self.expression is not None:
            return self.expression.evaluate(slots, context)
        return self.source is True
