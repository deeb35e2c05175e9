"""What a certificate says, and the row that it is.

>>> content = Content.of({"institution": "Paroisse", "child": "Jean-Marie Diatta",
...                       "born_on": "2014-03-02"})
>>> content.initials, content.born_in
('J. M. D.', '2014')
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

import sqlalchemy as sa

from engine.storage.tables import certificates

#: The kinds of certificates that there are.
ENROLMENT = "enrolment"


class Status(enum.StrEnum):
    """Whether a certificate counts."""

    VALID = "valid"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that stands on the paper; kept with the row, so that the same bytes can be made again."""

    # "Paroisse Notre-Dame-des-Filaos", with where it is and how to reach it.
    institution: str = ""
    street: str = ""
    district: str = ""
    phone: str = ""
    email: str = ""
    # First and last name.
    child: str = ""
    # "2017-05-14"; empty when unknown.
    born_on: str = ""
    # "Première communion, 1re année"
    group: str = ""
    # "2026-2027"
    year: str = ""
    # "2026-11-23"
    issued_on: str = ""
    # May be empty.
    city: str = ""
    signatory: str = ""
    # Where the QR code leads, without a slash at the end.
    base_url: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the record from a row; unknown keys of a newer version are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in data.items() if name in known})

    def to_json(self) -> dict[str, str]:
        """Return the record as JSON values."""
        return asdict(self)

    @property
    def initials(self) -> str:
        """First letters of the child's names, as the verify page shows them."""
        return " ".join(f"{part[0]}." for part in re.split(r"[\s\-‐]+", self.child) if part)  # noqa: RUF001

    @property
    def born_in(self) -> str:
        """The year of birth; empty when unknown."""
        return self.born_on[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate."""

    # "PAROISSE-2026-000012"
    number: str
    tenant: str
    # Number of the child's row.
    child: int
    kind: str
    status: Status
    issued_at: datetime
    content: Content
    # Version of the drawing.
    template: int
    # Of the file, in hexadecimal.
    sha256: str
    # "k1.…"
    signature: str

    @property
    def address(self) -> str:
        """Where anybody can verify it."""
        return f"{self.content.base_url}/v/{self.number}?s={self.signature}"


def certificate_of(row: sa.RowMapping) -> Certificate:
    """Return the record of a row of ``certificates``."""
    return Certificate(
        number=row["number"],
        tenant=row["tenant"],
        child=row["child"],
        kind=row["kind"],
        status=Status(row["status"]),
        issued_at=row["issued_at"],
        content=Content.of(row["content"]),
        template=row["template"],
        sha256=row["sha256"],
        signature=row["signature"],
    )


def find_certificate(connection: sa.Connection, number: str) -> Certificate | None:
    """Return the certificate of this number, whatever its status."""
    row = connection.execute(
        sa.select(certificates).where(certificates.c.number == number)
    ).one_or_none()
    return None if row is None else certificate_of(row._mapping)


def certificates_of(connection: sa.Connection, tenant: str) -> tuple[Certificate, ...]:
    """Return every certificate of ``tenant``, the newest first."""
    rows = connection.execute(
        sa.select(certificates)
        .where(certificates.c.tenant == tenant)
        .order_by(certificates.c.issued_at.desc(), certificates.c.number.desc())
    )
    return tuple(certificate_of(row._mapping) for row in rows)


def signed_text(number: str, kind: str, content: Content) -> str:
    """Return what the signature of a certificate is of: all that the verify page tells."""
    return json.dumps([number, kind, content.to_json()], ensure_ascii=False, sort_keys=True)
