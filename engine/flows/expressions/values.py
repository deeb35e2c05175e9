"""How two values compare: total, for whatever a slot may hold.

The table that people read is in the docstring of the package.

>>> equal("TRUE", True), equal("17", 17), precedes("9", 10), contains(["a"], "a")
(True, False, True, True)
"""

from __future__ import annotations

import enum
import re
from typing import Any


class Special(enum.Enum):
    """Two values that no slot can hold; both are false."""

    UNDEFINED = "undefined"  # a slot or a field that does not exist
    EMPTY = "empty"  # everything of length zero

    def __bool__(self) -> bool:
        return False


_NUMBER = re.compile(r"\s*[+-]?[0-9]+(?:\.[0-9]+)?\s*")
#: Longer integers are read as floats: Python refuses to read integers of more than 4,300 digits.
_LONGEST_INTEGER = 300


def number(text: str) -> int | float:
    """Return the number that ``text`` writes, in decimal digits.

    A number too large for a float is infinite. Raises ``ValueError`` when it is not a number.
    """
    if "." in text or len(text) > _LONGEST_INTEGER:
        return float(text)
    return int(text)


def equal(left: Any, right: Any) -> bool:
    """Tell whether two values are equal in a condition."""
    if isinstance(left, Special) or isinstance(right, Special):
        return _special_equal(left, right)
    if isinstance(left, str):
        if isinstance(right, bool):
            return left.lower() == ("true" if right else "false")
        return isinstance(right, str) and left == right
    if isinstance(right, str):
        return isinstance(left, bool) and right.lower() == ("true" if left else "false")
    if isinstance(left, tuple) and isinstance(right, list | tuple):
        return _same_members(left, right)
    if isinstance(right, tuple) and isinstance(left, list):
        return _same_members(left, right)
    return bool(left == right)


def precedes(left: Any, right: Any) -> bool:
    """Tell whether ``left`` is smaller than ``right``; False when they have no order."""
    pair = _comparable(left, right)
    return pair is not None and bool(pair[0] < pair[1])


def precedes_or_equals(left: Any, right: Any) -> bool:
    """Tell whether ``left`` is smaller than or as large as ``right``; False without an order."""
    pair = _comparable(left, right)
    return pair is not None and bool(pair[0] <= pair[1])


def contains(whole: Any, part: Any) -> bool:
    """Tell whether a list or set has the member, a text the part, or a mapping the key."""
    if isinstance(whole, str):
        return isinstance(part, str) and part in whole
    if isinstance(whole, list | tuple | set | frozenset):
        return any(equal(item, part) for item in whole)
    if isinstance(whole, dict):
        return isinstance(part, str) and part in whole
    return False


def _special_equal(left: Any, right: Any) -> bool:
    if isinstance(left, Special) and isinstance(right, Special):
        return True
    special, other = (left, right) if isinstance(left, Special) else (right, left)
    return special is Special.EMPTY and isinstance(other, str | list | tuple | dict) and not other


def _same_members(left: list[Any] | tuple[Any, ...], right: list[Any] | tuple[Any, ...]) -> bool:
    return all(contains(right, item) for item in left) and all(
        contains(left, item) for item in right
    )


def _comparable(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Return what to compare by size: two texts or two numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    first, second = _as_number(left), _as_number(right)
    return None if first is None or second is None else (first, second)


def _as_number(value: Any) -> int | float | None:
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return number(value.strip())
    return None


def reads_as_number(text: str) -> bool:
    """Tell whether a text counts as a number against a number."""
    return _NUMBER.fullmatch(text) is not None
