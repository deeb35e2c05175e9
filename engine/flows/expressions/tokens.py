"""Cut a condition into tokens, each with its offset.

>>> [token.text for token in tokenize('slots.age >= 18')]
['slots.age', '>=', '18', '']
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from engine.flows.expressions.mistakes import FOREIGN_SIGNS, ExpressionError


class Kind(enum.Enum):
    """What a token is."""

    KEYWORD = "keyword"
    WORD = "word"
    NUMBER = "number"
    TEXT = "text"  # quoted
    REGEX = "regex"  # between slashes
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of a condition."""

    kind: Kind
    # As written; keywords in lower case; empty for the end.
    text: str
    # Characters before it in the condition.
    offset: int

    @property
    def end(self) -> int:
        """Offset of the first character behind it."""
        return self.offset + len(self.text)


KEYWORDS = frozenset(
    ["and", "or", "not", "is", "contains", "matches", "true", "false", "null", "undefined", "empty"]
)

#: Whitespace includes the no-break spaces that a French keyboard puts before ``?`` and ``!``.
_SKIPPED = re.compile(r"(?:\s+|#[^\n]*)+")
#: A lone '!' only: '!=' is ours.
_FOREIGN = re.compile(
    "|".join("!(?!=)" if sign == "!" else re.escape(sign) for sign in FOREIGN_SIGNS)
)
_TOKEN = re.compile(
    r"""
      (?P<text>   "[^"]*" | '[^']*' )
    | (?P<regex>  /(?:[^/\\\n]|\\.)+/[A-Za-z]* )
    | (?P<word>   [\w\-.:;]+ )
    | (?P<sign>   == | != | <= | >= | [=<>(){}] )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BEGINS_AS_NUMBER = re.compile(r"-?[0-9]")


def tokenize(source: str) -> list[Token]:
    """Return the tokens of ``source``, the last of kind ``END``.

    Raises :class:`ExpressionError` for a character that no token begins with, an open quote, or a
    word such as ``10:30`` that begins as a number.
    """
    tokens: list[Token] = []
    offset = 0
    while True:
        if skipped := _SKIPPED.match(source, offset):
            offset = skipped.end()
        if offset == len(source):
            tokens.append(Token(kind=Kind.END, text="", offset=offset))
            return tokens
        token = _token_at(source, offset)
        tokens.append(token)
        offset = token.end


def _token_at(source: str, offset: int) -> Token:
    # Foreign signs first: '===' would otherwise be cut into '==' and '='.
    if foreign := _FOREIGN.match(source, offset):
        sign = foreign.group()
        kind = "character" if len(sign) == 1 else "operator"
        raise ExpressionError(f"unknown {kind} {sign!r}", offset, FOREIGN_SIGNS[sign])
    found = _TOKEN.match(source, offset)
    if found is None:
        raise _unreadable(source, offset)
    text = found.group()
    match found.lastgroup:
        case "word":
            return _word(text, offset)
        case "text":
            return Token(kind=Kind.TEXT, text=text, offset=offset)
        case "regex":
            return Token(kind=Kind.REGEX, text=text, offset=offset)
        case _:
            return Token(kind=Kind.SIGN, text=text, offset=offset)


def _word(text: str, offset: int) -> Token:
    lowered = text.lower()
    if lowered in KEYWORDS:
        return Token(kind=Kind.KEYWORD, text=lowered, offset=offset)
    if _NUMBER.fullmatch(text):
        return Token(kind=Kind.NUMBER, text=text, offset=offset)
    if _BEGINS_AS_NUMBER.match(text):
        raise ExpressionError(
            f"{text!r} is neither a number nor a name",
            offset,
            f"quote the text: '{text}'",
        )
    return Token(kind=Kind.WORD, text=text, offset=offset)


def _unreadable(source: str, offset: int) -> ExpressionError:
    character = source[offset]
    if character in "'\"":
        return ExpressionError(
            f"the quote {character} is never closed",
            offset,
            "close it; inside a text use the other kind of quote, there is no escape by \\",
        )
    if character == "/":
        return ExpressionError(
            "the regular expression is never closed",
            offset,
            "write /…/ with \\/ for a slash inside, or put it in quotes; there is no division",
        )
    return ExpressionError(f"unknown character {character!r}", offset, "quote texts")
