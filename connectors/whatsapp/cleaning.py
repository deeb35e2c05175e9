"""What people type, made safe to store and to show: no control signs, no broken Unicode, no excess.

>>> clean_text("Bon\\x00jour\\r\\n")
'Bonjour'
"""

from __future__ import annotations

import re
from typing import Any

#: Longest text that is kept; WhatsApp itself lets people type sixteen times as much.
TEXT_LENGTH = 4096
LINE_LENGTH = 512
#: Ends a text that was longer, so that a reader of the log and the flow both see it.
TRUNCATED = " […]"

# Control characters but tab and line feed. NUL alone would stop PostgreSQL.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Half a character: JSON can spell it, UTF-8 and hence the database cannot hold it.
_SURROGATES = re.compile("[\ud800-\udfff]")
_DEPTH = 6
_ITEMS = 100


def clean_text(value: Any, limit: int = TEXT_LENGTH) -> str:
    """Return ``value`` without control characters, at most ``limit`` characters, or "" if no text.

    A longer text is cut and ends with :data:`TRUNCATED`.

    >>> clean_text("abcdefgh", limit=6)
    'ab […]'
    >>> clean_text(None)
    ''
    """
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text)).strip()
    return text if len(text) <= limit else text[: limit - len(TRUNCATED)] + TRUNCATED


def clean_line(value: Any) -> str:
    """Return a name, id or label on one line, at most 512 characters.

    >>> clean_line("Awa\\nDiop")
    'Awa Diop'
    """
    return " ".join(clean_text(value, limit=LINE_LENGTH).split())


def clean_json(value: Any, depth: int = _DEPTH) -> Any:
    """Return a JSON value with every text in it cleaned; what is too deep or too many is left out.

    >>> clean_json({"name": "A\\x00wa", "phones": ["+221"]})
    {'name': 'Awa', 'phones': ['+221']}
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        pairs = list(value.items())[:_ITEMS] if depth else []
        return {clean_line(key): clean_json(item, depth - 1) for key, item in pairs}
    if isinstance(value, list):
        return [clean_json(item, depth - 1) for item in value[:_ITEMS]] if depth else []
    return value
