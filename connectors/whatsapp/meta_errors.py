"""What Meta's answer to a send means for the message: the card of error codes.

>>> classify(429, {"error": {"code": 130429, "message": "Rate limit hit"}}).outcome
<Outcome.RETRY: 'retry'>

Decided on the code alone, because titles change; the HTTP status speaks only for a code that is
unknown here. Source: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.whatsapp.masking import mask_numbers
from engine.delivery.contracts import Attempt, Outcome

# The message was refused for the rate of calls, or the service said that it is away.
_THROTTLED = {4, 613, 80007, 130429, 131056}
_AWAY = {131016, 131057, 133004}
# Meta could not fetch our file; often true for a moment only.
_UPLOAD = {131053}
# "Something went wrong": refused under a 4xx, unknown under a 5xx.
_UNCLEAR = {1, 2, 131000}
# Token, permission, payment, registration, block: nothing from this number will pass.
_ACCOUNT = {0, 3, 10, 190, *range(200, 300), 131005} | {
    *(368, 130497, 131031, 131037, 131042, 131045, 133010)
}
_FINAL = {
    *(33, 100, 131008, 131009),  # the request is malformed: a bug of ours
    131047,  # the 24-hour window is closed
    *(131021, 131026, 131030, 131051, 131062),  # this person cannot be reached that way
    *(130472, 131049, 131050),  # Meta protects this person from marketing
    *(131048, 131064),  # taken for spam; sending again makes it worse
    131052,  # a file that Meta cannot read
    *(132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069),  # templates
}

OUTCOMES: Mapping[int, Outcome] = {
    **dict.fromkeys(_FINAL, Outcome.FINAL),
    **dict.fromkeys(_ACCOUNT, Outcome.ACCOUNT),
    **dict.fromkeys(_THROTTLED | _AWAY | _UPLOAD, Outcome.RETRY),
}

_DETAIL_LENGTH = 300
# Meta's sentence about a bad token may quote it.
_TOKEN = re.compile(r"\bEA[A-Za-z][A-Za-z0-9]{6,}")


def classify(status: int, answer: Any, *, retry_after: float | None = None) -> Attempt:
    """Return what became of a message, from the HTTP status and the JSON of Meta's answer.

    ``answer`` is None when the body was not JSON. ``retry_after`` is in seconds.

    >>> classify(200, {"messages": [{"id": "wamid.A"}]}).provider_id
    'wamid.A'
    """
    if 200 <= status < 300:
        return _accepted(answer)
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return Attempt(
            outcome=_of_status(status, readable=answer is not None),
            code=f"http_{status}",
            detail=f"meta answered {status} without an error code",
            retry_after=retry_after,
        )
    code = error.get("code")
    return Attempt(
        outcome=_of_code(code, status),
        code=str(code)[:20],
        detail=sentence(error),
        retry_after=retry_after,
    )


def sentence(error: Mapping[str, Any]) -> str:
    """Return one of Meta's errors as a line for the operator, without numbers or tokens of anyone.

    >>> sentence({"code": 131047, "title": "Re-engagement message",
    ...           "error_data": {"details": "More than 24 hours have passed."}})
    'Re-engagement message: More than 24 hours have passed.'
    """
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else None
    parts = [error.get("message") or error.get("title"), details]
    line = ": ".join(dict.fromkeys(part for part in parts if isinstance(part, str) and part))
    line = " ".join(_TOKEN.sub("[token]", line).split())
    return mask_numbers(line)[:_DETAIL_LENGTH]


def seconds_to_wait(header: str | None, date: str | None = None) -> float | None:
    """Return a Retry-After ``header`` in seconds, or None when there is none that can be read.

    A header that names a moment is counted from ``date``, the answer's own Date header, so that
    the clock of this machine does not matter.

    >>> seconds_to_wait("30")
    30.0
    >>> seconds_to_wait("Sat, 01 Mar 2025 10:01:00 GMT", "Sat, 01 Mar 2025 10:00:00 GMT")
    60.0
    """
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            span = parsedate_to_datetime(header) - parsedate_to_datetime(date or "")
        except (TypeError, ValueError):
            return None
        seconds = span.total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _accepted(answer: Any) -> Attempt:
    try:
        provider_id = answer["messages"][0]["id"]
    except (TypeError, KeyError, IndexError):
        provider_id = None
    if isinstance(provider_id, str) and provider_id:
        return Attempt(outcome=Outcome.SENT, provider_id=provider_id)
    # Something between Meta and us may have eaten the answer, but not the message.
    detail = "the answer names no message"
    return Attempt(outcome=Outcome.AMBIGUOUS, code="no_message_id", detail=detail)


def _of_code(code: object, status: int) -> Outcome:
    if not isinstance(code, int):
        return _of_status(status, readable=True)
    if code in _UNCLEAR:
        return Outcome.AMBIGUOUS if status >= 500 else Outcome.RETRY
    return OUTCOMES.get(code) or _of_status(status, readable=True)


def _of_status(status: int, *, readable: bool) -> Outcome:
    """Return the outcome for an answer whose code is absent or new."""
    if status in (408, 429):
        return Outcome.RETRY
    if status >= 500:
        return Outcome.AMBIGUOUS
    # A redirect, or a page instead of JSON: the configured address is not the Graph API.
    if status in (401, 403, 407) or status < 400 or (status == 404 and not readable):
        return Outcome.ACCOUNT
    return Outcome.FINAL
