"""What the office does with codes: gives one out, takes them back, sees who has one.

code = issue_code(connection, keyring, "paroisse", "F-0012", now)      # "K7MQ-4RTX", said once
revoke_codes(connection, "paroisse", "F-0012", now)                    # 1
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.errors import AccueilError
from engine.families import audit
from engine.families.codes import digest_of, make_code, normalise, show
from engine.keyring import Keyring
from engine.storage.tables import families, parent_codes, verified_contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """One family, with its code when it has one. The code itself is nowhere."""

    # "F-0012"
    reference: str
    # "Famille Diatta"
    name: str
    # None when no code was ever given out.
    issued_at: datetime | None
    # None while the code is good.
    revoked_at: datetime | None


def issue_code(
    connection: sa.Connection,
    keyring: Keyring,
    tenant: str,
    reference: str,
    now: datetime,
    *,
    code: str = "",
) -> str:
    """Give a family a new code, take its old ones back, and return it as printed for people.

    It cannot be shown again. ``code`` is given in demonstrations only; else it is random. Raises
    ``AccueilError`` for an unknown family.
    """
    family = _family(connection, tenant, reference)
    revoke_codes(connection, tenant, reference, now)
    made = normalise(code) or make_code()
    connection.execute(
        sa.insert(parent_codes),
        {
            "tenant": tenant,
            "family": family,
            "digest": digest_of(keyring, tenant, made),
            "issued_at": now,
        },
    )
    _note(connection, tenant, audit.CODE_ISSUED, family, now)
    return show(made)


def revoke_codes(connection: sa.Connection, tenant: str, reference: str, now: datetime) -> int:
    """Take back the codes of a family and end what they opened; return how many were good.

    Raises ``AccueilError`` for an unknown family.
    """
    family = _family(connection, tenant, reference)
    revoked = connection.execute(
        sa.update(parent_codes)
        .where(
            parent_codes.c.tenant == tenant,
            parent_codes.c.family == family,
            parent_codes.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    ).rowcount
    connection.execute(
        sa.delete(verified_contacts).where(
            verified_contacts.c.tenant == tenant, verified_contacts.c.family == family
        )
    )
    if revoked:
        _note(connection, tenant, audit.CODE_REVOKED, family, now)
    return revoked


def list_codes(connection: sa.Connection, tenant: str) -> tuple[IssuedCode, ...]:
    """Return every family of ``tenant`` with its newest code, in the order of the references."""
    newest = (
        sa.select(parent_codes.c.family, sa.func.max(parent_codes.c.id).label("id"))
        .group_by(parent_codes.c.family)
        .subquery()
    )
    found = connection.execute(
        sa.select(
            families.c.reference,
            families.c.name,
            parent_codes.c.issued_at,
            parent_codes.c.revoked_at,
        )
        .select_from(
            families.outerjoin(newest, newest.c.family == families.c.id).outerjoin(
                parent_codes, parent_codes.c.id == newest.c.id
            )
        )
        .where(families.c.tenant == tenant)
        .order_by(families.c.reference)
    )
    return tuple(IssuedCode(**row._mapping) for row in found)


def _family(connection: sa.Connection, tenant: str, reference: str) -> int:
    found: int | None = connection.execute(
        sa.select(families.c.id).where(
            families.c.tenant == tenant, families.c.reference == reference
        )
    ).scalar_one_or_none()
    if found is None:
        raise AccueilError(f"no family {reference!r} at tenant {tenant!r}")
    return found


def _note(connection: sa.Connection, tenant: str, action: str, family: int, now: datetime) -> None:
    audit.note(
        connection,
        tenant=tenant,
        actor=audit.STAFF,
        action=action,
        subject=f"family:{family}",
        now=now,
    )
