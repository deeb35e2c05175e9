"""Tells by a post to the address of the tenant, signed where the tenant names a secret.

::

    X-Accueil-Delivery: 5f0c…               the same for every repetition of one telling
    X-Accueil-Timestamp: 1772452800         seconds since 1970
    X-Accueil-Signature: sha256=9b1a…       HMAC-SHA256 of "1772452800." and the raw body

How a receiver verifies them stands in ``docs/fr/relais.md``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cached_property
from ssl import SSLContext

import httpx

from connectors.agent_desk.telling import Answer, Telling
from engine.handoff.notices import State
from engine.serving.connections import House
from engine.tenants import Tenant
from engine.tenants.sections.handoff import HandoffPolicy

#: Seconds that the other side has to answer.
PATIENCE = 10.0

DELIVERY, TIMESTAMP = "X-Accueil-Delivery", "X-Accueil-Timestamp"
SIGNATURE = "X-Accueil-Signature"


def way(house: House) -> Webhook:
    """Return the way, with the variables of the installation."""
    return Webhook(house.settings.environ)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a raw body.

    >>> sign("sesame", "1772452800", b"{}")[:20]
    'sha256=b8f8a490b38c5'
    """
    signed = f"{timestamp}.".encode() + body
    return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class Webhook:
    """Posts to one address per tenant."""

    name = "webhook"

    def __init__(
        self, environ: Mapping[str, str], transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._environ = environ
        self._transport = transport

    def missing(self, tenant: Tenant) -> tuple[str, ...]:
        """Return the variables without a value; an unset secret must not mean no signature."""
        policy = tenant.section(HandoffPolicy)
        named = (policy.webhook, policy.webhook_secret)
        return tuple(name for name in named if name and not self._environ.get(name))

    async def tell(self, telling: Telling) -> Answer:
        """Post the ticket; anything but a success is tried again."""
        content = {**telling.notice.to_json(), "desk": telling.link}
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", DELIVERY: telling.ident}
        secret = telling.tenant.section(HandoffPolicy).webhook_secret
        if secret:
            timestamp = str(int(telling.at.timestamp()))
            headers[TIMESTAMP] = timestamp
            headers[SIGNATURE] = sign(self._environ[secret], timestamp, body)
        try:
            async with httpx.AsyncClient(
                timeout=PATIENCE, transport=self._transport, verify=self._trust
            ) as client:
                answer = await client.post(self._environ[telling.to], content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            # The address may hold a key: only the kind of the fault is told.
            return Answer(state=State.WAITING, reason=type(error).__name__)
        if answer.is_success:
            return Answer(state=State.TOLD)
        return Answer(state=State.WAITING, reason=str(answer.status_code))

    @cached_property
    def _trust(self) -> SSLContext:
        # Made once: to read the certificates of the world takes longer than a post.
        return httpx.create_ssl_context()
