"""Regular expressions behind ``matches``, compiled when the condition is read.

>>> from engine.flows.expressions.tokens import Kind
>>> token = Token(kind=Kind.REGEX, text="/oui/i", offset=0)
>>> compile_pattern(token, "oui", "i", "/").compiled.search("OUI")
<re.Match object; span=(0, 3), match='OUI'>
"""

from __future__ import annotations

import re
import warnings

from engine.flows.expressions.mistakes import ExpressionError
from engine.flows.expressions.nodes import Pattern
from engine.flows.expressions.tokens import Token

_FLAGS = {"i": re.I, "m": re.M, "s": re.S, "x": re.X, "a": re.A}


def compile_pattern(token: Token, text: str, flags: str, delimiter: str) -> Pattern:
    """Return the node of a regular expression; a malformed one says why and matches nothing.

    ``delimiter`` is the quote or slash around it. Raises :class:`ExpressionError` for an unknown
    flag.
    """
    bits = re.NOFLAG
    for flag in flags:
        if flag not in _FLAGS:
            raise ExpressionError(
                f"unknown flag {flag!r} of a regular expression",
                token.offset,
                f"the flags are {', '.join(_FLAGS)}",
            )
        bits |= _FLAGS[flag]
    compiled: re.Pattern[str] | None = None
    fault = ""
    try:
        with warnings.catch_warnings():
            # Python warns of what a later version may read otherwise; nothing to act on here.
            warnings.simplefilter("ignore")
            compiled = re.compile(text, bits)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        fault = str(error)
    return Pattern(
        text=text,
        flags=flags,
        delimiter=delimiter,
        compiled=compiled,
        fault=fault,
        offset=token.offset,
        end=token.end,
    )
