"""Meta's Cloud API: sends our messages. What it needs to receive them stands beside it.

::

    async with httpx.AsyncClient() as client:
        meta = MetaProvider({"paroisse-meta": account}, client)
        for body in meta.render(Reply(text="Bonjour !")):
            attempt = await meta.send("paroisse-meta", message.aliases, body, ref="01J…")

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx

from connectors.whatsapp import rendering
from connectors.whatsapp.meta_account import MetaAccount, challenge_answer, signature_holds
from connectors.whatsapp.meta_errors import classify, seconds_to_wait
from connectors.whatsapp.meta_webhook import PROVIDER, Ignored, Parsed, parse_webhook
from engine.delivery.contracts import Attempt, Outcome
from engine.messages import Alias, Reply

__all__ = [
    "Ignored",
    "MetaAccount",
    "MetaProvider",
    "Parsed",
    "challenge_answer",
    "message_payload",
    "parse_webhook",
    "read_payload",
    "signature_holds",
]

log = logging.getLogger(__name__)

#: Seconds for one call, all in; a call cut off later than its connection is ambiguous.
TIMEOUT = 20.0

# Where an address goes, by the kind of the alias.
_ADDRESS_KEYS = {"phone": "to", "bsuid": "recipient"}

# Failures before the first byte of the message left: it cannot have been accepted. All others that
# httpx knows may hide an accepted message.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# The configured address or token cannot be used at all.
_MISCONFIGURED = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)


def message_payload(to: Sequence[Alias], body: Mapping[str, Any], ref: str) -> dict[str, Any]:
    """Return the whole payload of one message: ``body``, its address, and our reference.

    The first alias that Meta can address wins. Raises ``ValueError`` when there is none.

    >>> alias = Alias(kind="phone", value="221770000001")
    >>> message_payload([alias], {"type": "text", "text": {"body": "Bonjour"}}, "r1")["to"]
    '221770000001'
    """
    for alias in to:
        if key := _ADDRESS_KEYS.get(alias.kind):
            return {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                key: alias.value,
                **body,
                "biz_opaque_callback_data": ref,
            }
    raise ValueError("meta can address neither of the kinds of alias given")


def read_payload(message_id: str, *, typing: bool) -> dict[str, Any]:
    """Return the payload that marks a message as read and, if asked, shows that we are typing.

    >>> read_payload("wamid.A", typing=True)["typing_indicator"]
    {'type': 'text'}
    """
    payload = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
    return payload | ({"typing_indicator": {"type": "text"}} if typing else {})


class MetaProvider:
    """Implements :class:`engine.delivery.contracts.Provider` on an injected HTTP client."""

    name = PROVIDER

    def __init__(
        self,
        accounts: Mapping[str, MetaAccount],
        client: httpx.AsyncClient,
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        """Send from ``accounts``, by name, through ``client``; ``timeout`` is in seconds."""
        self._accounts = accounts
        self._client = client
        self._timeout = timeout
        # Waiting for a connection ends well before the whole call does: a message that never left
        # must be told from one that may have arrived.
        self._limits = httpx.Timeout(timeout, connect=timeout / 4, pool=timeout / 4)

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        """Return the messages to send for ``reply``; see :mod:`connectors.whatsapp.rendering`."""
        document = reply.document
        if document is not None and not document.url.startswith("https://"):
            # Meta fetches files over https only: give the address itself.
            link = f"{reply.text}\n{document.url}".strip()
            return rendering.render(replace(reply, text=link, document=None))
        return rendering.render(reply)

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        """Hand one body to Meta once, and tell what became of it. Never raises for Meta's sake."""
        sender = self._accounts.get(account)
        if sender is None:
            detail = f"account {account!r} has no credentials of meta"
            return Attempt(outcome=Outcome.ACCOUNT, code="account_closed", detail=detail)
        try:
            payload = message_payload(to, body, ref)
        except ValueError as error:
            return Attempt(outcome=Outcome.FINAL, code="no_address", detail=str(error))
        attempt = await self._post(sender, payload)
        log.info(
            "message handed to meta: %s %s",
            attempt.outcome,
            attempt.code,
            extra={"action": "meta_send", "tenant": sender.tenant, "account": account, "ref": ref},
        )
        return attempt

    async def mark_read(self, account: str, message_id: str, *, typing: bool = False) -> bool:
        """Show the blue ticks for ``message_id``, and the typing sign for 25 s; True when done.

        A courtesy: a failure is not worth a retry. Marks the messages before it as read too.
        """
        sender = self._accounts.get(account)
        if sender is None:
            return False
        response = await self._call(sender, read_payload(message_id, typing=typing))
        return isinstance(response, httpx.Response) and response.is_success

    async def _post(self, account: MetaAccount, payload: dict[str, Any]) -> Attempt:
        response = await self._call(account, payload)
        if isinstance(response, Attempt):
            return response
        try:
            answer = response.json()
        # RecursionError: a page of brackets is no JSON of Meta's either.
        except (ValueError, RecursionError):
            answer = None
        headers = response.headers
        wait = seconds_to_wait(headers.get("retry-after"), headers.get("date"))
        attempt = classify(response.status_code, answer, retry_after=wait)
        # Meta quotes a token that it does not like.
        return replace(attempt, detail=attempt.detail.replace(account.access_token, "[token]"))

    async def _call(
        self, account: MetaAccount, payload: dict[str, Any]
    ) -> httpx.Response | Attempt:
        """POST ``payload``; return the response, or the attempt when there is none.

        Only the name of an exception is kept: its text may hold the address and the token.
        """
        if not _fits_header(account.access_token):
            detail = "the access token is empty or holds a sign that no token has"
            return Attempt(outcome=Outcome.ACCOUNT, code="token_malformed", detail=detail)
        try:
            async with asyncio.timeout(self._timeout):
                return await self._client.post(
                    f"{account.api_url.rstrip('/')}/{account.phone_number_id}/messages",
                    # Escaped by json, so that even half a character of an emoji can be written.
                    content=json.dumps(payload).encode(),
                    headers={
                        "Authorization": f"Bearer {account.access_token}",
                        "Content-Type": "application/json",
                    },
                    timeout=self._limits,
                )
        except _NOT_SENT as error:
            return _failure(Outcome.RETRY, error)
        except _MISCONFIGURED as error:
            return _failure(Outcome.ACCOUNT, error)
        except (httpx.HTTPError, TimeoutError) as error:
            return _failure(Outcome.AMBIGUOUS, error)


def _fits_header(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def _failure(outcome: Outcome, error: Exception) -> Attempt:
    name = type(error).__name__
    detail = f"no answer from meta ({name})"
    return Attempt(outcome=outcome, code=f"network_{name}", detail=detail)
