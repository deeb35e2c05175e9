"""What is legal in a condition but probably not meant, one function for each kind.

The codes are stable:

===============================  ==================================================================
``condition.none_keyword``       ``None`` is a word like any other, not null
``condition.unquoted_text``      a text without quotes is undefined, equal to nothing
``condition.bare_name``          a name without ``slots.`` or ``context.`` is undefined
``condition.mixed_logic``        ``and`` and ``or`` without parentheses group from the right
``condition.constant``           always true or always false, whatever the slots hold
``condition.quoted_slashes``     ``matches "/x/i"`` looks for the slashes too
``condition.doubled_backslash``  ``"\\\\b"`` looks for a backslash: nothing is escaped in a text
``condition.invalid_regex``      a malformed regular expression matches nothing
``condition.slow_regex``         a regular expression that some texts keep busy for minutes
``condition.quoted_number``      ``<`` and its like against a number in quotes
``condition.set_compared``       a set compared with ``=`` instead of ``contains``
===============================  ==================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import did_you_mean
from engine.flows.expressions.evaluate import compile_truth
from engine.flows.expressions.nodes import (
    Chain,
    Constant,
    Members,
    Name,
    Negation,
    Node,
    Pattern,
    Relation,
    walk,
    write,
    write_constant,
)
from engine.flows.expressions.parser import NAMESPACES
from engine.flows.expressions.slowness import is_slow
from engine.flows.expressions.templates import is_filled
from engine.flows.expressions.values import reads_as_number

if TYPE_CHECKING:
    from engine.flows.expressions.expression import Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """Something legal that probably does not do what its author thinks."""

    # Stable, one of the table above.
    code: str
    # Of the part that surprises, in characters of the source.
    offset: int
    # Lower case, without a final dot.
    message: str
    # What to write instead; empty when the message says it already.
    proposal: str


def surprises(expression: Expression) -> tuple[Surprise, ...]:
    """Return what is legal but probably not meant, in the order of the source.

    >>> from engine.flows.expressions import parse
    >>> (found,) = surprises(parse("slots.city is Dakar"))
    >>> found.code, found.proposal
    ('condition.unquoted_text', 'write "Dakar"')
    """
    found = [surprise for finder in _FINDERS for surprise in finder(expression)]
    return tuple(sorted(found, key=lambda surprise: (surprise.offset, surprise.code)))


def _words(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        match node:
            case Relation(left=left, right=right):
                if _is_bare(left, expression):
                    yield _bare_name(left)
                if _is_bare(right, expression):
                    yield _unquoted(right) if isinstance(left, Name) else _bare_name(right)
            case Members():
                yield from (_unquoted(item) for item in node.items if _is_bare(item, expression))
            case Pattern(delimiter="") if not is_filled(node, expression.holes):
                yield Surprise(
                    code="condition.unquoted_text",
                    offset=node.offset,
                    message=f"the regular expression {node.text!r} has no quotes",
                    proposal=f"write {write_constant(node.text)}",
                )
    yield from (_bare_name(node) for node in _truths(expression.root) if _is_bare(node, expression))


def _is_bare(node: Node, expression: Expression) -> bool:
    return isinstance(node, Name) and not node.namespace and not is_filled(node, expression.holes)


def _unquoted(node: Node) -> Surprise:
    word = write(node)
    return _none(node) or Surprise(
        code="condition.unquoted_text",
        offset=_start(node),
        message=f"{word!r} has no quotes and is undefined, equal to nothing",
        proposal=f"write {write_constant(word)}",
    )


def _bare_name(node: Node) -> Surprise:
    word = write(node)
    head, dot, tail = word.partition(".")
    # "Slots.x", "slot.x": the namespace was meant.
    if dot and tail and did_you_mean(head.lower(), NAMESPACES):
        namespace = "context" if head.lower().startswith("c") else "slots"
        proposal = f"write {namespace}.{tail}"
    else:
        proposal = f"write slots.{word}, or {write_constant(word)} if it is a text"
    return _none(node) or Surprise(
        code="condition.bare_name",
        offset=_start(node),
        message=f"{word!r} has no namespace and is undefined",
        proposal=proposal,
    )


def _none(node: Node) -> Surprise | None:
    if write(node).lower() not in ("none", "nil"):
        return None
    return Surprise(
        code="condition.none_keyword",
        offset=_start(node),
        message=f"{write(node)!r} is not a keyword and is undefined, equal to nothing that is set",
        proposal="write null",
    )


def _mixed_logic(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        if not isinstance(node, Chain) or len(set(node.operators)) == 1:
            continue
        turn = next(
            offset
            for operator, offset in zip(node.operators, node.operator_offsets, strict=True)
            if operator != node.operators[0]
        )
        # Written out, the stand-ins of a template would puzzle the reader.
        shown = "" if expression.holes else f"; it reads {write(node)}"
        yield Surprise(
            code="condition.mixed_logic",
            offset=turn,
            message=f"'and' and 'or' without parentheses group from the right{shown}",
            proposal="add parentheses",
        )


def _constant_terms(expression: Expression) -> Iterator[Surprise]:
    root = expression.root
    for node in _truths(root):
        # A guard "false" is how a flow is kept for links and calls.
        if node is root and isinstance(node, Constant) and isinstance(node.value, bool):
            continue
        if isinstance(node, Constant | Members) and not is_filled(node, expression.holes):
            always = "true" if compile_truth(node)({}, {}) else "false"
            yield Surprise(
                code="condition.constant",
                offset=node.offset,
                message=f"{_shown(node)} alone is always {always}",
                proposal=_repaired(node),
            )
    for node in walk(root):
        if not isinstance(node, Relation) or is_filled(node, expression.holes):
            continue
        if not any(isinstance(part, Name) for part in walk(node)):
            always = "true" if compile_truth(node)({}, {}) else "false"
            yield Surprise(
                code="condition.constant",
                offset=_start(node),
                message=f"{_shown(node)} is always {always}",
                proposal="compare a slot",
            )


def _repaired(node: Constant | Members) -> str:
    if isinstance(node, Members):
        return f"write {_shown(node)} contains slots.name"
    if isinstance(node.value, bool):
        return "remove it"
    return f"repeat the comparison: slots.name = {_shown(node)}"


def _contradictions(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        if not isinstance(node, Chain) or len(set(node.operators)) > 1:
            continue
        joint = node.operators[0]
        wanted, always = ("=", "false") if joint == "and" else ("!=", "true")
        seen: dict[tuple[str, str], Constant] = {}
        for term in node.terms:
            match term:
                case Relation(left=Name() as name, right=Constant() as value):
                    pass
                case _:
                    continue
            if term.operator != wanted or is_filled(term, expression.holes):
                continue
            first = seen.setdefault((name.namespace, name.name), value)
            if _excludes(first, value):
                other = "or" if joint == "and" else "and"
                yield Surprise(
                    code="condition.constant",
                    offset=value.offset,
                    message=f"{write(name)} cannot be both {write(first)} and {write(value)}: "
                    f"this is always {always}",
                    proposal=f"write {other} instead of {joint}",
                )


def _excludes(first: Constant, second: Constant) -> bool:
    """Tell whether no value equals both; only pairs of one type are sure."""
    if type(first.value) is not type(second.value):
        return False
    if isinstance(first.value, str) and isinstance(second.value, str):
        # "TRUE" and "true" both equal the boolean.
        return first.value.lower() != second.value.lower()
    return isinstance(first.value, bool | int | float) and first.value != second.value


def _regexes(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        if not isinstance(node, Pattern) or is_filled(node, expression.holes):
            continue
        if node.delimiter in ("'", '"') and (found := _QUOTED_SLASHES.fullmatch(node.text)):
            yield Surprise(
                code="condition.quoted_slashes",
                offset=node.offset,
                message="slashes within quotes are part of the regular expression",
                proposal=f"write {found.group()} without quotes",
            )
        if doubled := _DOUBLED.search(node.text):
            yield Surprise(
                code="condition.doubled_backslash",
                offset=node.offset,
                message=f"{doubled.group()} looks for a backslash: nothing is escaped here",
                proposal=f"write {doubled.group()[1:]}",
            )
        if node.fault:
            yield Surprise(
                code="condition.invalid_regex",
                offset=node.offset,
                message=f"malformed regular expression, matches nothing: {node.fault}",
                proposal="",
            )
        elif is_slow(node.text):
            yield Surprise(
                code="condition.slow_regex",
                offset=node.offset,
                message="a repetition within a repetition: some texts take minutes to match",
                proposal="remove one of the two, (a+)+ is a+",
            )


def _quoted_numbers(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        if not isinstance(node, Relation) or node.operator not in ("<", "<=", ">", ">="):
            continue
        for side in (node.left, node.right):
            if isinstance(side, Constant) and isinstance(side.value, str):
                if not reads_as_number(side.value) or is_filled(side, expression.holes):
                    continue
                yield Surprise(
                    code="condition.quoted_number",
                    offset=side.offset,
                    message=f"{write(side)} is a text: against another text it is compared letter "
                    "by letter, '9' after '10'",
                    proposal=f"write {side.value.strip()} without quotes",
                )


def _compared_sets(expression: Expression) -> Iterator[Surprise]:
    for node in walk(expression.root):
        match node:
            case Relation(operator="=" | "!=", left=Name() as name, right=Members() as members):
                pass
            case Relation(operator="=" | "!=", left=Members() as members, right=Name() as name):
                pass
            case _:
                continue
        if expression.holes:
            continue
        negation = "not " if node.operator == "!=" else ""
        yield Surprise(
            code="condition.set_compared",
            offset=members.offset,
            message="a set equals only a list with the same members",
            proposal=f"write {negation}{write(members)} contains {write(name)}",
        )


def _shown(node: Node) -> str:
    text = write(node)
    return text if len(text) <= 60 else text[:59] + "…"


def _truths(root: Node) -> Iterator[Node]:
    """Yield the values that stand where a truth is asked, in the order of the source."""
    if isinstance(root, Name | Constant | Members):
        yield root
    for node in walk(root):
        parts: tuple[Node, ...] = ()
        if isinstance(node, Chain):
            parts = node.terms
        elif isinstance(node, Negation):
            parts = (node.operand,)
        yield from (part for part in parts if isinstance(part, Name | Constant | Members))


def _start(node: Node) -> int:
    """Return the offset of the first value of ``node``."""
    return next(
        part.offset for part in walk(node) if isinstance(part, Name | Constant | Members | Pattern)
    )


#: Two backslashes before what one would make a class of characters, or a border.
_DOUBLED = re.compile(r"\\\\[bBdDsSwW]")
_QUOTED_SLASHES = re.compile(r"/.+/[A-Za-z]*")

_FINDERS: tuple[Callable[[Expression], Iterator[Surprise]], ...] = (
    _words,
    _mixed_logic,
    _constant_terms,
    _contradictions,
    _regexes,
    _quoted_numbers,
    _compared_sets,
)
