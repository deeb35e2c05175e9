"""A parsed condition, ready to be evaluated any number of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.flows.expressions.evaluate import Truth, compile_truth
from engine.flows.expressions.mistakes import ExpressionError
from engine.flows.expressions.nodes import Node, write
from engine.flows.expressions.parser import read
from engine.flows.expressions.templates import Hole, fill, find_holes, mark_patterns, stand_in

#: Filled templates that are kept parsed: one for each slot that the collect pattern asks about.
_KEPT_TEMPLATES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A condition; two are equal when their texts are.

    Made by :func:`parse` only.
    """

    source: str
    # The tree; of a template, the tree with a word of the same length in each hole.
    root: Node = field(compare=False, repr=False)
    # The {{…}} of the source, in order.
    holes: tuple[Hole, ...] = field(compare=False, repr=False)
    _truth: Truth = field(compare=False, repr=False)

    @property
    def is_template(self) -> bool:
        """True when the condition has ``{{…}}`` to fill in before it is read."""
        return bool(self.holes)

    def evaluate(self, slots: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
        """Tell whether the condition holds for these slots and this stack frame.

        Never raises. What cannot be computed, such as a template with a missing value, is False.

        >>> parse("slots.{{context.collect}} is not null").evaluate(
        ...     {"city": "Dakar"}, {"collect": "city"})
        True
        """
        try:
            if not self.holes:
                return self._truth(slots, context)
            text = fill(self.source, self.holes, slots, context)
            truth = None if text is None else _truth_of_filled(text)
            return truth is not None and truth(slots, context)
        except Exception:  # a value of a foreign class, or lists nested deeper than Python compares
            return False

    def __str__(self) -> str:
        """Return the condition with its grouping made visible; a template as it was written."""
        return self.source if self.holes else write(self.root)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        # Closures cannot be pickled; the text says all.
        return (parse, (self.source,))


def parse(text: str) -> Expression:
    """Return the condition that ``text`` states.

    Raises :class:`ExpressionError` with ``reason``, ``offset`` (in characters, from 0) and
    ``proposal``, for the first fault.

    >>> parse("slots.age >= 18").evaluate({"age": 17}, {})
    False
    >>> parse("slots.age <> 18")
    Traceback (most recent call last):
        ...
    engine.flows.expressions.mistakes.ExpressionError: unknown operator '<>'; write '!='
    """
    holes = find_holes(text)
    root = read(stand_in(text, holes))
    return Expression(
        source=text, root=root, holes=mark_patterns(holes, root), _truth=compile_truth(root)
    )


@lru_cache(maxsize=_KEPT_TEMPLATES)
def _truth_of_filled(text: str) -> Truth | None:
    """Return the closure of a filled template; None when it is no condition after all."""
    try:
        return compile_truth(read(text))
    except ExpressionError:
        return None
