"""What happens to a webhook between the wire and the front desk; knows neither Sanic nor Rasa.

::

    reception = handle_post(front_desk.door("paroisse-meta"), request.headers, request.body)
    status = await hand_over(front_desk, reception)

The bytes are verified before they are parsed. 200 is answered only when the front desk has stored
the batch; every other answer makes Meta deliver again, for up to seven days.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from connectors.whatsapp import limits
from connectors.whatsapp.masking import mask_phone
from connectors.whatsapp.meta_account import SIGNATURE_HEADER, MetaAccount, signature_holds
from connectors.whatsapp.meta_webhook import Parsed, parse_webhook
from engine.errors import DeliveryError
from engine.messages import Inbound, Status

log = logging.getLogger(__name__)


class FrontDesk(Protocol):
    """What the connector needs of the running system; found at ``app.ctx.front_desk``."""

    def door(self, account: str) -> MetaAccount | None:
        """Return the account of that name; None when it is unknown or closed."""
        ...

    async def accept(self, messages: Sequence[Inbound]) -> object:
        """Store the batch in one transaction; raise ``DeliveryError`` when that is impossible."""
        ...

    async def report(self, statuses: Sequence[Status]) -> object:
        """Note how far our messages came; raise ``DeliveryError`` when that is impossible."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the first look at a webhook found."""

    # The HTTP status to answer, unless handing over fails.
    status: int
    # Why, for the log; lower case.
    reason: str
    # None when there was no door to knock at.
    account: MetaAccount | None = None
    # Empty unless the status is 200.
    parsed: Parsed = field(default_factory=Parsed)


def handle_post(account: MetaAccount | None, headers: Mapping[str, str], raw: bytes) -> Reception:
    """Return what to do with one POST; pure.

    - 404 without an account. A closed door answers like an unknown one: it has no secret to tell
      Meta from a stranger with. Meta still delivers again once the operator has opened it.
    - 413 above 3 MB, which Meta never sends.
    - 403 for a missing or wrong signature.
    - 200 for signed bytes that are not JSON: they would be no better the next time, and a queue of
      redeliveries would hold up what can be read.
    """
    if account is None:
        return Reception(status=404, reason="unknown or closed account")
    if len(raw) > limits.WEBHOOK_BODY:
        return Reception(status=413, reason="webhook is too large", account=account)
    if not signature_holds(account, raw, _header(headers, SIGNATURE_HEADER)):
        return Reception(status=403, reason="signature is missing or wrong", account=account)
    try:
        payload = json.loads(raw, parse_constant=_refuse_constant)
    # UnicodeDecodeError is a ValueError.
    except (ValueError, RecursionError):
        return Reception(status=200, reason="signed webhook is not json", account=account)
    parsed = parse_webhook(account, payload)
    return Reception(status=200, reason="parsed", account=account, parsed=parsed)


async def hand_over(front_desk: FrontDesk, reception: Reception) -> int:
    """Give what was received to ``front_desk`` and return the HTTP status to answer.

    503 when it could not be stored: Meta delivers the whole batch again, and the front desk knows
    repeated messages by their ids.
    """
    _log_reception(reception)
    parsed = reception.parsed
    try:
        if parsed.messages:
            await front_desk.accept(parsed.messages)
        if parsed.statuses:
            await front_desk.report(parsed.statuses)
    except DeliveryError as error:
        account = reception.account.name if reception.account else ""
        extra = {"action": "webhook_not_stored", "account": account}
        log.error("webhook could not be stored: %s", error, extra=extra)
        return 503
    return reception.status


def _header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header whatever its case; plain mappings in tests know only one."""
    return next((value for key, value in headers.items() if key.lower() == name), None)


def _refuse_constant(name: str) -> Any:
    """Refuse NaN and Infinity, which Python reads but no JSON column stores."""
    raise ValueError(f"{name} is not json")


def _log_reception(reception: Reception) -> None:
    account, parsed = reception.account, reception.parsed
    where = {"account": account.name, "tenant": account.tenant} if account else {}
    if reception.reason != "parsed":
        extra = {"action": "webhook_refused", "status": reception.status, **where}
        log.warning("webhook refused: %s", reception.reason, extra=extra)
        return
    senders = [mask_phone(message.aliases[0].value) for message in parsed.messages]
    log.info(
        "webhook received: %d messages, %d statuses, %d ignored",
        len(parsed.messages),
        len(parsed.statuses),
        len(parsed.ignored),
        extra={"action": "webhook_received", "senders": list(dict.fromkeys(senders)), **where},
    )
    for part in parsed.ignored:
        log.log(
            logging.INFO if part.expected else logging.WARNING,
            "part of a webhook ignored: %s",
            part.reason,
            extra={"action": "webhook_part_ignored", "part": part.where, **where},
        )
