"""Texts without accents and capitals, each character where it was.

>>> fold("À Noël, c’est SÛR")
('a noel, c’est sur', None)
>>> folded, offsets = fold("noe\u0308l 15h")      # an accent typed as a character of its own
>>> folded, original_span(offsets, 0, 4)
('noel 15h', (0, 5))
"""

from __future__ import annotations

import re
import unicodedata

_MARK = re.compile(r"[\u0300-\u036f]")
#: Letters that are not taken apart by Unicode's rules; one letter for one.
_ALIKE = {"ŋ": "n", "ø": "o", "ł": "l", "đ": "d", "\u00a0": " ", "\u202f": " "}


class _Letters(dict[int, str]):
    """Character -> folded character, learnt as texts come; only what may be learnt for ever."""

    def __missing__(self, code: int) -> str:
        char = _fold_character(chr(code))
        if code < 0x3000:
            self[code] = char
        return char


def _fold_character(char: str) -> str:
    lower = char.lower()
    folded = _ALIKE.get(lower) or unicodedata.normalize("NFKD", lower)
    # One for one: what stands for several characters ("½") stays what it is.
    return folded if len(folded) == 1 else folded[0] if _MARK.match(folded[1:]) else char


_LETTERS = _Letters()


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text, and where each of its characters stands in ``text``.

    The places are None when they are the same, which they are but for accents typed apart.
    """
    if _MARK.search(text) is None:
        return text.translate(_LETTERS), None
    offsets = [place for place, char in enumerate(text) if not _MARK.match(char)]
    return "".join(text[place] for place in offsets).translate(_LETTERS), [*offsets, len(text)]


def original_span(offsets: list[int] | None, start: int, end: int) -> tuple[int, int]:
    """Return where a part of the folded text stands in the text."""
    return (start, end) if offsets is None else (offsets[start], offsets[end])


def near(one: str, other: str) -> bool:
    """Tell whether a single slip of the finger lies between two words.

    >>> near("samdi", "samedi"), near("mardy", "mardi"), near("jedui", "jeudi"), near("a", "bc")
    (True, True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) != len(other):
        return one[place:] == other[place + 1 :]
    swapped = one[place + 1 : place + 2] + one[place : place + 1] + one[place + 2 :]
    return one[place + 1 :] == other[place + 1 :] or swapped == other[place:]
