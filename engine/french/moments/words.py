"""The words of a text as the rules see them.

>>> words = read_words("Dem1 à 15h30, ou quatre-vingt minutes")
>>> words.texts
['demain', 'a', '#', 'heure', '#', ',', 'ou', '#', 'minute', '']
>>> words.numbers[2], words.numbers[7], words.span(2, 5)
(15, 80, (7, 12))

A number, in figures or in words, is ``#``. Behind the last word stands an empty one, so that a rule
may look ahead without counting.
"""

from __future__ import annotations

import re

from engine.french.folding import fold, original_span
from engine.french.moments.spellings import spellings
from engine.french.numbers import NUMBER_WORDS, read_number

NUMBER = "#"
#: Figures in a row beyond this are no number of days or hours.
_LONGEST = 9
#: How far beyond a number word its number may reach.
_NUMBER_REACH = 12

_TOKEN = re.compile(
    r"(?:2mains?|2min|2m1|dem1|dm1|mat1|7bre|8bre|9bre|10bre)(?![a-z0-9])"
    # A hyphen inside a word is none: "après-midi".
    r"|[0-9]+|[a-z]+|-(?![a-z])|(?<![a-z])-|[–—/:.,;!?()+%]"
)
_DASHES = ("–", "—")


class Words:
    """Words, numbers and signs, with their places."""

    __slots__ = ("_ends", "_offsets", "_starts", "digits", "numbers", "raw", "texts")

    def __init__(self, offsets: list[int] | None) -> None:
        # One spelling each; "#" for a number, "" behind the last.
        self.texts: list[str] = []
        # As written, folded.
        self.raw: list[str] = []
        # The number of a "#", -1 for one that is too long; 0 elsewhere.
        self.numbers: list[int] = []
        # How many figures a "#" is written with; 0 for one in words.
        self.digits: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self.texts) - 1

    def add(
        self, text: str, raw: str, start: int, end: int, number: int = 0, digits: int = 0
    ) -> None:
        """Add one word."""
        self.texts.append(text)
        self.raw.append(raw)
        self.numbers.append(number)
        self.digits.append(digits)
        self._starts.append(start)
        self._ends.append(end)

    def glued(self, place: int) -> bool:
        """Tell whether nothing stands between a word and the one before."""
        return 0 < place < len(self) and self._ends[place - 1] == self._starts[place]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the characters from word ``begin`` up to word ``end``, not included."""
        return original_span(self._offsets, self._starts[begin], self._ends[end - 1])


def read_words(text: str) -> Words:
    """Return the words of any text."""
    folded, offsets = fold(text)
    words = Words(offsets)
    spelling = spellings()
    matches = list(_TOKEN.finditer(folded))
    tokens = [match.group() for match in matches]
    place = 0
    while place < len(tokens):
        token, match = tokens[place], matches[place]
        if token in NUMBER_WORDS:
            place = _add_number_word(words, tokens, matches, place)
            continue
        if token[0].isdigit() and token.isdigit():
            number = int(token) if len(token) <= _LONGEST else -1
            words.add(NUMBER, token, match.start(), match.end(), number, len(token))
        else:
            text_ = "-" if token in _DASHES else spelling.get(token, token)
            words.add(text_, token, match.start(), match.end())
        place += 1
    words.add("", "", len(folded), len(folded))
    return words


def _add_number_word(
    words: Words, tokens: list[str], matches: list[re.Match[str]], place: int
) -> int:
    # A window, so that a text of nothing but number words is not read over and over.
    read = read_number(tokens[place : place + _NUMBER_REACH])
    value, count = read or (0, 1)
    after = place + count
    start, end = matches[place].start(), matches[after - 1].end()
    words.add(NUMBER, tokens[place], start, end, value)
    return after
