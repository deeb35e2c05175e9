"""Numbers, in figures and in words.

>>> [number.value for number in find_numbers("vingt et un enfants et 3 adultes, soit 5 000 F")]
[21, 3, 5000]
>>> value_of("quatre-vingt-dix-sept")
97
>>> value_of("beaucoup") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.french.folding import fold, original_span

_ONES = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
}
_TEENS = {
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
_SCALES = {"mille": 1000, "mil": 1000, "million": 10**6, "millions": 10**6}
#: Words with which a number may begin.
NUMBER_WORDS = frozenset(
    (*_ONES, *_TEENS, *_TENS, "mille", "mil", "cent", "cents", "zero")  # "million" needs "un"
)
#: What may stand right behind a figure: "9ans", "5000F".
_GLUED = r"(?:ans?|f|fcfa|cfa|francs?|km|kg|m|x)\b"
_FIGURE = re.compile(
    r"(?<![\w.,:/+-])(?P<figure>\d{1,3}(?: \d{3})+(?![\d])|\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,9})"
    rf"(?:[.,](?P<part>\d{{1,4}}))?(?:(?={_GLUED})|(?![\w:/]|[.,-]\d))"
)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text."""

    # A float only when it has a fraction.
    value: int | float
    # Its words or figures in the text.
    start: int
    end: int


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of ``text`` in their order.

    "un" and "une" are articles, but in an answer of one or two words: "une seule".

    >>> [number.value for number in find_numbers("je voudrais un rendez-vous pour deux")]
    [2]
    >>> find_numbers("un")[0].value, find_numbers("17,5 ans")[0].value
    (1, 17.5)
    """
    folded, offsets = fold(text)
    found = [*_written(folded), *_in_words(folded)]
    found.sort(key=lambda number: number[1])
    return tuple(
        Number(value=value, start=span[0], end=span[1])
        for value, start, end in found
        for span in [original_span(offsets, start, end)]
    )


def value_of(text: str) -> int | float | None:
    """Return the number that ``text`` says; None when it says none, or several."""
    values = {number.value for number in find_numbers(text)}
    return values.pop() if len(values) == 1 else None


def _written(folded: str) -> list[tuple[int | float, int, int]]:
    found: list[tuple[int | float, int, int]] = []
    for match in _FIGURE.finditer(folded):
        whole = int(re.sub(r"\D", "", match["figure"]))
        value = float(f"{whole}.{match['part']}") if match["part"] else whole
        found.append((value, *match.span()))
    return found


def _in_words(folded: str) -> list[tuple[int | float, int, int]]:
    matches = list(_WORD.finditer(folded))
    words = [match.group() for match in matches]
    found: list[tuple[int | float, int, int]] = []
    place = 0
    while place < len(words):
        read = read_number(words, place)
        if read is None:
            place += 1
            continue
        value, end = read
        if value > 1 or words[place] == "zero" or len(words) <= 2:
            found.append((value, matches[place].start(), matches[end - 1].end()))
        place = end
    return found


def read_number(words: Sequence[str], begin: int = 0) -> tuple[int, int] | None:
    """Read the number that begins at a word; return it and where the words go on.

    >>> read_number(["deux", "cent", "vingt", "et", "un", "francs"])
    (221, 5)
    """
    if begin >= len(words) or words[begin] not in NUMBER_WORDS:
        return None
    if words[begin] == "zero":
        return 0, begin + 1
    total, place = 0, begin
    # Larger scales come first: "deux millions trois cent mille".
    limit = 10**9
    while place < len(words):
        value, after = _below_thousand(words, place)
        scale = _SCALES.get(words[after]) if after < len(words) else None
        if scale is not None and scale < limit and (value or scale == 1000):
            total, place, limit = total + (value or 1) * scale, after + 1, scale
            continue
        return (total + value, after) if after > begin else None
    return total, place


def _below_thousand(words: Sequence[str], place: int) -> tuple[int, int]:
    value, after = _below_hundred(words, place)
    if after < len(words) and words[after] in ("cent", "cents") and value < 10:
        rest, end = _below_hundred(words, after + 1)
        return (value or 1) * 100 + rest, end
    return value, after


def _below_hundred(words: Sequence[str], place: int) -> tuple[int, int]:
    """Return the number and where it ends: ``(0, place)`` when there is none."""
    word = words[place] if place < len(words) else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "quatre" and following in ("vingt", "vingts"):
        return _with_ones(words, 80, place + 2, upto=19)
    if word in _TENS:
        return _with_ones(words, _TENS[word], place + 1, upto=19 if word == "soixante" else 9)
    return _below_twenty(words, place)


def _with_ones(words: Sequence[str], tens: int, place: int, *, upto: int) -> tuple[int, int]:
    joined = place < len(words) - 1 and words[place] == "et"
    ones, after = _below_twenty(words, place + joined)
    # "vingt et un", "soixante et onze"; "vingt et deux" are two numbers.
    if 0 < ones <= upto and (not joined or ones in (1, 11)):
        return tens + ones, after
    return tens, place


def _below_twenty(words: Sequence[str], place: int) -> tuple[int, int]:
    word = words[place] if place < len(words) else ""
    if word in _ONES:
        return _ONES[word], place + 1
    if word not in _TEENS:
        return 0, place
    ones = _ONES.get(words[place + 1], 0) if place + 1 < len(words) else 0
    if word == "dix" and ones >= 7:
        return 10 + ones, place + 2
    return _TEENS[word], place + 1
