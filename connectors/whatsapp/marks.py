"""Markdown, as designers and documents write it, into the marks that WhatsApp draws.

>>> to_whatsapp("**Horaires** : voir [le site](https://example.org)")
'*Horaires* : voir le site : https://example.org'
"""

from __future__ import annotations

import re

_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
# One expression, so that the leftmost construct wins: an address is left alone whatever it holds,
# while an emphasis may contain an address.
_SPAN = re.compile(
    r"!?\[(?P<label>[^\[\]\n]+)\]\((?P<target>(?:[^\s()]|\([^\s()]*\))+)\)"
    r"|(?P<url>https?://[^\s*]+)"
    r"|\*\*\*(?P<both>[^\s*](?:[^*\n]*[^\s*])?)\*\*\*"
    r"|\*\*(?P<bold>[^\s*](?:[^\n]*?[^\s*])?)\*\*"
    r"|(?<!\w)__(?P<italic>[^\s_](?:[^\n]*?[^\s_])?)__(?!\w)"
    r"|~~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~~"
)
_MARKS = {"both": ("*_", "_*"), "bold": ("*", "*"), "italic": ("_", "_"), "strike": ("~", "~")}


def to_whatsapp(text: str) -> str:
    """Return ``text`` with Markdown's bold, italic, strike, links and headings in WhatsApp's form.

    Code spans and addresses are left as they are. Lists, quotes and ``*x*`` need no change:
    WhatsApp draws them itself.

    >>> to_whatsapp("# Messes\\n- dimanche **10 h**")
    '*Messes*\\n- dimanche *10 h*'
    """
    pieces = _CODE.split(text)
    # split() puts the code spans, which are its only group, at the odd places.
    pieces[::2] = [_spans(_HEADING.sub(_heading, piece)) for piece in pieces[::2]]
    return "".join(pieces)


def _spans(text: str) -> str:
    return _SPAN.sub(_span, text)


def _span(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    if kind == "url":
        return match.group()
    if kind == "target":
        label, target = match["label"].strip(), match["target"]
        target = target.removeprefix("mailto:").removeprefix("tel:")
        return target if label == target else f"{_spans(label)} : {target}"
    opening, closing = _MARKS[kind]
    return f"{opening}{_spans(match[kind])}{closing}"


def _heading(match: re.Match[str]) -> str:
    # A heading is bold already: marks inside would end it early.
    return f"**{match[1].replace('**', '').strip()}**"
