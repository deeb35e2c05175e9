"""What anybody may learn of a certificate: enough to compare it with the paper, and no more.

finding = verify(connection, keyring, "PAROISSE-2026-000012", "k1.…")
finding.status, finding.initials, finding.born_in       # 'valid', 'A. D.', '2017'
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.certificates.records import ENROLMENT, Content, Status, find_certificate
from engine.certificates.signatures import is_signed
from engine.keyring import Keyring

#: Signed instead of a certificate that does not exist, so that this takes no less work.
_NOTHING = Content()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A certificate of ours, as the verify page tells of it."""

    number: str
    status: Status
    # "enrolment"
    kind: str
    institution: str
    # "2026-11-23"
    issued_on: str
    # "A. D."
    initials: str
    # "2017"; empty when unknown.
    born_in: str


def verify(
    connection: sa.Connection, keyring: Keyring, number: str, signature: str
) -> Finding | None:
    """Return what is known of a certificate; None when number and signature are not ours.

    An unknown number and a wrong signature are the same answer, for the same work: nobody learns
    here which numbers exist.
    """
    found = find_certificate(connection, number)
    tenant = found.tenant if found else number.rpartition("-")[0]
    content = found.content if found else _NOTHING
    kind = found.kind if found else ENROLMENT
    genuine = is_signed(keyring, tenant, number, kind, content, signature)
    if found is None or not genuine:
        return None
    return Finding(
        number=found.number,
        status=found.status,
        kind=found.kind,
        institution=content.institution,
        issued_on=content.issued_on,
        initials=content.initials,
        born_in=content.born_in,
    )
