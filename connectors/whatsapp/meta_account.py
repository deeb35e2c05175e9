"""One number at Meta: its secrets, the check of a signature, and the handshake.

>>> account = MetaAccount(tenant="paroisse", name="paroisse-meta", phone_number_id="111",
...                       app_secret="old,new", verify_token="v", access_token="t")
>>> "new" in repr(account)
False
>>> account.app_secrets
('old', 'new')

Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

GRAPH_URL = "https://graph.facebook.com/v23.0"

SIGNATURE_HEADER = "x-hub-signature-256"
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)
# Meta sends about ten digits; a longer echo would only serve somebody else.
_CHALLENGE_LENGTH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaAccount:
    """One WhatsApp number of one tenant. Its ``repr`` shows no secret."""

    tenant: str
    # As named in the tenant's file; unique over all tenants, because it stands in the URL.
    name: str
    # Meta's id of the number, not the number itself.
    phone_number_id: str
    # Secret of the Meta app that signs webhooks; two, comma separated, while it is being changed.
    app_secret: str = field(repr=False)
    # What the operator typed into Meta's form for the webhook.
    verify_token: str = field(repr=False)
    # Bearer token of the sending side.
    access_token: str = field(repr=False)
    # Address of the Graph API with its version, without a final slash.
    api_url: str = GRAPH_URL

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """Return every secret that may have signed a webhook."""
        return tuple(filter(None, (part.strip() for part in self.app_secret.split(","))))


def sign(secret: str, raw: bytes) -> str:
    """Return the value of the signature header for ``raw``.

    >>> sign("secret", b"{}")[:15]
    'sha256=77325902'
    """
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def signature_holds(account: MetaAccount, raw: bytes, header: str | None) -> bool:
    """Tell whether ``header`` signs the bytes ``raw``, which must not have been parsed before.

    Fails closed: a missing or odd header, or an account without a secret, is refused. The right
    digest leaves this function in no form.
    """
    match = _SIGNATURE.fullmatch((header or "").strip())
    if match is None:
        return False
    given = match.group()
    # Every secret is tried, so that the time taken does not tell which one is in use.
    verdicts = [hmac.compare_digest(sign(secret, raw), given) for secret in account.app_secrets]
    return any(verdicts)


def challenge_answer(account: MetaAccount, query: Mapping[str, str]) -> str | None:
    """Return the body that proves to Meta that this URL is ours, or None to refuse.

    Raises nothing: a query that lacks a part is refused.
    """
    token, challenge = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
    known = bool(account.verify_token) and hmac.compare_digest(
        token.encode("utf-8", "replace"), account.verify_token.encode("utf-8", "replace")
    )
    asked = query.get("hub.mode") == "subscribe" and 0 < len(challenge) <= _CHALLENGE_LENGTH
    return challenge if known and asked else None
