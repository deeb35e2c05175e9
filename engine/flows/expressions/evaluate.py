"""Turn a tree into closures, once, so that a condition costs a microsecond at each evaluation.

>>> from engine.flows.expressions.parser import read
>>> truth = compile_truth(read("slots.age >= 18"))
>>> truth({"age": 21}, {})
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.flows.expressions.nodes import (
    Chain,
    Constant,
    Members,
    Name,
    Negation,
    Node,
    Pattern,
    Relation,
)
from engine.flows.expressions.values import (
    Special,
    contains,
    equal,
    precedes,
    precedes_or_equals,
)

Values = Mapping[str, Any]
Truth = Callable[[Values, Values], bool]
Value = Callable[[Values, Values], Any]

#: Characters of a text that ``matches`` looks at: the rest is cut off before the search.
MAX_SUBJECT = 1_000

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": precedes,
    "<=": precedes_or_equals,
    ">": lambda left, right: precedes(right, left),
    ">=": lambda left, right: precedes_or_equals(right, left),
    "contains": contains,
}


def compile_truth(node: Node) -> Truth:
    """Return a function of (slots, context) that tells whether ``node`` holds."""
    match node:
        case Relation(right=Pattern() as pattern):
            return _search(compile_value(node.left), pattern)
        case Relation():
            return _test(node)
        case Negation():
            operand = compile_truth(node.operand)
            return lambda slots, context: not operand(slots, context)
        case Chain():
            return _chain(node)
        case _:
            value = compile_value(node)
            return lambda slots, context: bool(value(slots, context))


def compile_value(node: Node) -> Value:
    """Return a function of (slots, context) that gives the value of ``node``."""
    match node:
        case Name():
            return _lookup(node)
        case Constant():
            constant = node.value
            return lambda slots, context: constant
        case Members():
            items = [compile_value(item) for item in node.items]
            return lambda slots, context: tuple(item(slots, context) for item in items)
        case Pattern():
            # Never alone: it is the right side of a relation, which reads it itself.
            return lambda slots, context: Special.UNDEFINED
        case _:
            return compile_truth(node)


def look_up(values: Values, name: str) -> Any:
    """Return ``values[name]``, or what lies under its dots, or ``Special.UNDEFINED``.

    >>> look_up({"person": {"age": 21}}, "person.age")
    21
    """
    if name in values:
        return values[name]
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return Special.UNDEFINED
        found = found[part]
    return found


def _lookup(node: Name) -> Value:
    name, undefined = node.name, Special.UNDEFINED
    if not node.namespace:
        return lambda slots, context: undefined
    if "." in name:
        if node.namespace == "slots":
            return lambda slots, context: look_up(slots, name)
        return lambda slots, context: look_up(context, name)
    if node.namespace == "slots":
        return lambda slots, context: slots.get(name, undefined)
    return lambda slots, context: context.get(name, undefined)


def _test(node: Relation) -> Truth:
    test, left = _TESTS[node.operator], compile_value(node.left)
    if isinstance(node.right, Constant):
        constant = node.right.value
        return lambda slots, context: test(left(slots, context), constant)
    right = compile_value(node.right)
    return lambda slots, context: test(left(slots, context), right(slots, context))


def _search(subject: Value, pattern: Pattern) -> Truth:
    if pattern.compiled is None:
        return lambda slots, context: False
    search = pattern.compiled.search

    def found(slots: Values, context: Values) -> bool:
        text = subject(slots, context)
        return isinstance(text, str) and search(text[:MAX_SUBJECT]) is not None

    return found


def _chain(node: Chain) -> Truth:
    # Grouped from the right, "a and REST" is settled by a false a and "a or REST" by a true one;
    # otherwise all depends on REST: one loop, whatever the mixture.
    steps = [
        (compile_truth(term), operator == "or")
        for term, operator in zip(node.terms, node.operators, strict=False)
    ]
    last = compile_truth(node.terms[-1])

    def holds(slots: Values, context: Values) -> bool:
        for term, settling in steps:
            if term(slots, context) is settling:
                return settling
        return last(slots, context)

    return holds
