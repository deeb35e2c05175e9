"""Tell the regular expressions that may take exponential time from the others.

A backtracking search is slow when a group that is repeated can match one text in many ways. The
usual form of that mistake is a group with a repetition inside and little else: ``(a+)+``.

>>> is_slow(r"^(\\w+\\s?)+$"), is_slow(r"^([\\w-]+\\.)+fr$")
(True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\]", re.DOTALL)
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|P=\w+|[a-zA-Z-]*:|<?[=!]|>|[a-zA-Z]+))?")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?")


@dataclass(slots=True, kw_only=True)
class _Branch:
    """What was met so far in one alternative of a group."""

    # Items that must match something.
    mandatory: int = 0
    # True when one of them, or an optional one, is repeated without bound.
    unbounded: bool = False

    @property
    def is_loose(self) -> bool:
        """True when repeating it can match one text in many ways."""
        return self.unbounded and self.mandatory <= 1


@dataclass(slots=True, kw_only=True)
class _Group:
    """An open parenthesis."""

    branches: list[_Branch] = field(default_factory=lambda: [_Branch()])


def is_slow(pattern: str) -> bool:
    """Tell whether a repeated group holds a repetition and at most one item that must match.

    A sound answer would need the automaton of the pattern; this finds what people write by mistake.
    """
    open_groups = [_Group()]
    offset = 0
    while offset < len(pattern):
        closed: _Group | None = None
        if opening := _OPENING.match(pattern, offset):
            open_groups.append(_Group())
            offset = opening.end()
            continue
        atom = _ATOM.match(pattern, offset)
        if atom is None:
            return False
        offset = atom.end()
        if atom.group() == "|":
            open_groups[-1].branches.append(_Branch())
            continue
        if atom.group() == ")":
            if len(open_groups) == 1:
                return False
            closed = open_groups.pop()
        least, unbounded = 1, False
        if quantifier := _QUANTIFIER.match(pattern, offset):
            least, unbounded = _bounds(quantifier)
            offset = quantifier.end()
        if closed and unbounded and any(branch.is_loose for branch in closed.branches):
            return True
        if atom.group() not in "^$":
            branch = open_groups[-1].branches[-1]
            branch.mandatory += min(least, 1)
            branch.unbounded |= unbounded or (
                closed is not None and any(inner.unbounded for inner in closed.branches)
            )
    return False


def _bounds(quantifier: re.Match[str]) -> tuple[int, bool]:
    """Return the least number of repetitions, and whether there is no greatest."""
    sign = quantifier.group()[0]
    if sign == "{":
        least = int(quantifier[1] or 0)
        return least, bool(quantifier[2]) and not quantifier[3]
    return (1 if sign == "+" else 0), sign in "*+"
