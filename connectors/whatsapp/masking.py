"""Phone numbers and other names of people, made unreadable for logs.

>>> mask_phone("221770000001")
'221•••••••01'
>>> mask_numbers("(#131026) cannot reach 221770000001")
'(#131026) cannot reach 221•••••••01'
"""

from __future__ import annotations

import re

# Shorter runs of digits are error codes, limits, hours.
_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){7,}")


def mask_phone(value: str) -> str:
    """Return ``value`` with all but its first three and last two characters hidden.

    Works for phone numbers and for Meta's business-scoped ids. A value too short to keep a secret
    that way is hidden whole.

    >>> mask_phone("SN.9f3a77")
    'SN.••••77'
    >>> mask_phone("12345")
    '•••••'
    """
    if len(value) < 8:
        return "•" * len(value)
    return value[:3] + "•" * (len(value) - 5) + value[-2:]


def mask_numbers(sentence: str) -> str:
    """Return ``sentence`` with everything that looks like a phone number masked."""
    return _NUMBER.sub(lambda match: mask_phone(match.group()), sentence)
