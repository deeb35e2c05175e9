"""Who may open a page of the house: everybody in development, elsewhere whoever knows its token.

>>> Access(enabled=False, cookie="desk").admits(cookie="", token="")
False
>>> door = Access(enabled=False, cookie="desk", token="sesame")
>>> door.admits(cookie="", token="sesame"), door.admits(cookie=door.pass_value, token="")
(True, True)

A token closes the door in development too: whoever sets one means it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

#: How long a browser keeps its pass, in seconds: a working day.
PASS_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The rule of one page. Its ``repr`` shows no secret."""

    # True in development: without a token the page is open to everybody.
    enabled: bool
    # Name of the cookie that a browser keeps: each page has its own pass.
    cookie: str
    # What opens the page; empty or None when there is none.
    token: str | None = field(default=None, repr=False)

    @property
    def exists(self) -> bool:
        """Tell whether there is such a page at all; else its addresses answer 404."""
        return self.enabled or bool(self.token)

    @property
    def pass_value(self) -> str:
        """Return the value of the cookie that stands for the token; a new token ends it.

        Not the token itself: a cookie lies in a browser's files.
        """
        key = (self.token or "").encode()
        return hmac.new(key, self.cookie.encode(), hashlib.sha256).hexdigest()

    def knows(self, token: str) -> bool:
        """Tell whether ``token`` is the right one, in constant time."""
        return bool(self.token) and _same(token, self.token or "")

    def admits(self, *, cookie: str, token: str) -> bool:
        """Tell whether a request with this cookie and this ``?token=`` may pass."""
        if not self.token:
            return self.enabled
        by_token = self.knows(token)
        return _same(cookie, self.pass_value) or by_token


def _same(given: str, wanted: str) -> bool:
    # Bytes: compare_digest refuses text beyond ASCII.
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))
