"""The error of a malformed condition, and the habits of other languages that cause it.

>>> raise ExpressionError("unknown operator '&&'", 8, "write 'and'")
Traceback (most recent call last):
    ...
engine.flows.expressions.mistakes.ExpressionError: unknown operator '&&'; write 'and'
"""

from __future__ import annotations

from engine.errors import AccueilError


class ExpressionError(AccueilError):
    """A text is not a condition.

    ``reason`` is lower case, without a dot; ``offset`` counts characters of the text from 0;
    ``proposal`` says what to write instead, or is empty.
    """

    def __init__(self, reason: str, offset: int, proposal: str = "") -> None:
        super().__init__(f"{reason}; {proposal}" if proposal else reason)
        self.reason = reason
        self.offset = offset
        self.proposal = proposal

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[str, int, str]]:
        # The default would rebuild it from the joined message alone and fail.
        return (ExpressionError, (self.reason, self.offset, self.proposal))


#: Signs of other languages, longest first where one begins another, and what to write here.
FOREIGN_SIGNS: dict[str, str] = {
    "===": "write '='",
    "!==": "write '!='",
    "<>": "write '!='",
    "=~": "write 'matches'",
    "!~": "write 'not … matches …'",
    "=>": "write '>='",
    "=<": "write '<='",
    "&&": "write 'and'",
    "||": "write 'or'",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "≠": "write '!='",
    "≤": "write '<='",
    "≥": "write '>='",
    "“": "use straight quotes: \" or '",
    "”": "use straight quotes: \" or '",
    "\u2018": "use straight quotes: \" or '",
    "\u2019": "use straight quotes: \" or '",
    "«": "use straight quotes: \" or '",
    "»": "use straight quotes: \" or '",
    "[": 'a set is written {"a" "b"}, a slot slots.name',
    "]": 'a set is written {"a" "b"}, a slot slots.name',
    ",": "the members of a set are separated by spaces",
    "+": "there is no arithmetic; compute the value in an action",
    "*": "there is no arithmetic; compute the value in an action",
    "%": "there is no arithmetic; compute the value in an action",
    "$": "quote texts and regular expressions",
    "^": "quote texts and regular expressions",
    "?": "quote texts and regular expressions",
    "\\": "quote texts and regular expressions",
}

#: Words of other languages found where an operator is expected.
FOREIGN_WORDS: dict[str, str] = {
    "et": "write 'and'",
    "ou": "write 'or'",
    "est": "write 'is'",
    "equals": "write '='",
    "eq": "write '='",
    "like": "write 'matches'",
    "match": "write 'matches'",
    "includes": "write 'contains'",
    "contain": "write 'contains'",
    "contient": "write 'contains'",
    "isnt": "write 'is not'",
}
