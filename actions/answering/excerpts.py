"""Texts cut to what a message, a button and the line below a button hold.

>>> excerpt("Venez le samedi. Le portail ouvre à 8 h. Apportez le carnet.", limit=45)
'Venez le samedi. Le portail ouvre à 8 h. …'
>>> first_words("Comment inscrire mon enfant au catéchisme ?", limit=24)
'Comment inscrire mon…'
"""

from __future__ import annotations

import re

#: What is read at a glance on a telephone.
ANSWER = 600
#: Title of a row in a list, and the line below it.
TITLE = 24
DESCRIPTION = 72

# The full stop of an initial ends nothing; a line always ends something.
_END = re.compile(r"(?:(?<!\b[A-ZÀ-Þ])\.|[!?…])[»”)]?(?=\s|$)|(?=\n)")


def excerpt(text: str, limit: int = ANSWER) -> str:
    """Return ``text``, cut after its last whole sentence within ``limit`` and marked when cut."""
    text = text.strip()
    if len(text) <= limit:
        return text
    room = limit - 2
    ends = [found.end() for found in _END.finditer(text, 0, room + 1) if found.end() <= room]
    if ends and ends[-1] >= limit // 3:
        return text[: ends[-1]].rstrip() + " …"
    return first_words(text, limit)


def first_words(text: str, limit: int) -> str:
    """Return the first whole words of ``text`` within ``limit``, ended by "…" when it was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    words = cut[: cut.rfind(" ")] if " " in cut else cut[: limit - 1]
    return words.rstrip(" ,;:.’'(«-") + "…"
