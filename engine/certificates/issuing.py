"""Issues a certificate: number, signature, file and row in one transaction, so that none is lost.

certificate = issue(connection, keyring, family, child, content, key="paroisse:c4f2/m1", now=now)
paper_of(certificate)       # the bytes of the PDF
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

import sqlalchemy as sa

from engine.certificates.paper import TEMPLATE, draw
from engine.certificates.records import (
    ENROLMENT,
    Certificate,
    Content,
    Status,
    certificate_of,
    find_certificate,
)
from engine.certificates.signatures import sign
from engine.families import audit
from engine.families.access import Family
from engine.families.children import Child, children_of
from engine.keyring import Keyring
from engine.storage.database import insert
from engine.storage.tables import certificate_series, certificates
from engine.tenants import Tenant
from engine.tenants.sections.catechism import Catechism

logger = logging.getLogger(__name__)


def enrolment_content(tenant: Tenant, child: Child, base_url: str, now: datetime) -> Content | None:
    """Return what a certificate of enrolment would say; None for a child in no group."""
    if child.group is None:
        return None
    rules = tenant.section(Catechism)
    return Content(
        institution=tenant.name,
        street=tenant.address.street,
        district=tenant.address.district,
        phone=tenant.phone,
        email=tenant.email,
        child=child.full_name,
        born_on=child.born_on.isoformat() if child.born_on else "",
        group=child.group.name,
        year=child.group.year,
        issued_on=tenant.local(now).date().isoformat(),
        city=rules.city,
        signatory=rules.signatory,
        base_url=base_url,
    )


def issue(
    connection: sa.Connection,
    keyring: Keyring,
    family: Family,
    child: Child,
    content: Content,
    *,
    key: str,
    now: datetime,
) -> Certificate:
    """Return the certificate of ``key``, made now unless it was made before.

    Who asks again on the same day for the same is given the same. The number comes from a series
    without gaps: it is drawn, used and committed together. Raises ``LookupError`` for a child of
    another family.
    """
    if all(known.id != child.id for known in children_of(connection, family)):
        raise LookupError("the child does not belong to this family")
    made = _made_before(connection, family.tenant, child, content, key)
    if made is not None:
        return made
    number = _next_number(connection, family.tenant, int(content.issued_on[:4]))
    signature = sign(keyring, family.tenant, number, ENROLMENT, content)
    certificate = Certificate(
        number=number,
        tenant=family.tenant,
        child=child.id,
        kind=ENROLMENT,
        status=Status.VALID,
        issued_at=now,
        content=content,
        template=TEMPLATE,
        sha256="",
        signature=signature,
    )
    digest = hashlib.sha256(_draw(certificate)).hexdigest()
    _store(connection, certificate, key, family.contact, digest)
    audit.note(
        connection,
        tenant=family.tenant,
        actor=family.contact,
        action=audit.CERTIFICATE_ISSUED,
        subject=f"certificate:{number}",
        now=now,
    )
    stored = find_certificate(connection, number)
    assert stored is not None, "it was stored a moment ago"
    return stored


def revoke(connection: sa.Connection, tenant: str, number: str, now: datetime) -> bool:
    """Take a certificate back; tell whether it counted until now."""
    changed = connection.execute(
        sa.update(certificates)
        .where(
            certificates.c.tenant == tenant,
            certificates.c.number == number,
            certificates.c.status == Status.VALID.value,
        )
        .values(status=Status.REVOKED.value)
    ).rowcount
    if changed:
        audit.note(
            connection,
            tenant=tenant,
            actor=audit.STAFF,
            action=audit.CERTIFICATE_REVOKED,
            subject=f"certificate:{number}",
            now=now,
        )
    return bool(changed)


def paper_of(certificate: Certificate) -> bytes:
    """Return the file of ``certificate``, made again from its row."""
    paper = _draw(certificate)
    if hashlib.sha256(paper).hexdigest() != certificate.sha256:
        # Another version of the library or of its fonts: the same words, other bytes.
        logger.warning(
            "a certificate is not drawn with the bytes that it was issued with",
            extra={"action": "certificate_differs", "number": certificate.number},
        )
    return paper


def _draw(certificate: Certificate) -> bytes:
    return draw(certificate.content, certificate.number, certificate.address)


def _made_before(
    connection: sa.Connection, tenant: str, child: Child, content: Content, key: str
) -> Certificate | None:
    rows = connection.execute(
        sa.select(certificates)
        .where(
            certificates.c.tenant == tenant,
            sa.or_(
                certificates.c.key == key,
                sa.and_(
                    certificates.c.child == child.id,
                    certificates.c.kind == ENROLMENT,
                    certificates.c.status == Status.VALID.value,
                ),
            ),
        )
        .order_by(certificates.c.issued_at.desc())
    ).all()
    for row in rows:
        if row.key == key or Content.of(row.content) == content:
            return certificate_of(row._mapping)
    return None


def _next_number(connection: sa.Connection, tenant: str, year: int) -> str:
    """Draw the next number of the series; the row is locked until the transaction ends."""
    statement = insert(connection, certificate_series).values(tenant=tenant, year=year, last=1)
    last: int = connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant", "year"], set_={"last": certificate_series.c.last + 1}
        ).returning(certificate_series.c.last)
    ).scalar_one()
    return f"{tenant.upper()}-{year}-{last:06}"


def _store(
    connection: sa.Connection, certificate: Certificate, key: str, contact: str, digest: str
) -> None:
    connection.execute(
        sa.insert(certificates),
        {
            "number": certificate.number,
            "key": key,
            "tenant": certificate.tenant,
            "child": certificate.child,
            "kind": certificate.kind,
            "issued_to": contact,
            "issued_at": certificate.issued_at,
            "content": certificate.content.to_json(),
            "template": certificate.template,
            "sha256": digest,
            "signature": certificate.signature,
            "status": certificate.status.value,
        },
    )
