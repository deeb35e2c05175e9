"""Links that open a certificate for some minutes, to whoever has them.

token = make_link(connection, certificate, minutes=15, now=now)    # for {base_url}/d/{token}
find_linked(connection, token, now)                                # the certificate, or None

The token is 192 random bits. The table knows its digest only, so that whoever reads it can open
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from engine.certificates.records import Certificate, Status, certificate_of
from engine.storage.tables import certificate_links, certificates

_BYTES = 24


def make_link(
    connection: sa.Connection, certificate: Certificate, *, minutes: int, now: datetime
) -> str:
    """Return a new token that opens ``certificate`` for ``minutes``."""
    token = secrets.token_urlsafe(_BYTES)
    connection.execute(
        sa.insert(certificate_links),
        {
            "token_digest": _digest(token),
            "tenant": certificate.tenant,
            "number": certificate.number,
            "created_at": now,
            "expires_at": now + timedelta(minutes=minutes),
        },
    )
    return token


def find_linked(connection: sa.Connection, token: str, now: datetime) -> Certificate | None:
    """Return what ``token`` opens at this moment; None when it is old, unknown or taken back."""
    row = connection.execute(
        sa.select(certificates)
        .select_from(
            certificates.join(
                certificate_links, certificate_links.c.number == certificates.c.number
            )
        )
        .where(
            certificate_links.c.token_digest == _digest(token),
            certificate_links.c.expires_at > now,
            certificates.c.status == Status.VALID.value,
        )
    ).one_or_none()
    return None if row is None else certificate_of(row._mapping)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
