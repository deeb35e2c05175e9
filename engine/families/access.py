"""Who counts as a parent, of which family, until when.

verdict = try_code(connection, tenant="paroisse", contact="c4f2", digest=…, rules=rules, now=now)
family = open_family(connection, "paroisse", "c4f2", now)       # None without a proof that holds
children_of(connection, family)                                 # engine.families.children

A :class:`Family` cannot be made in any other way, and every query of this room wants one: what is
another family's cannot come out.
"""

from __future__ import annotations

import enum
import hmac
from dataclasses import InitVar, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from engine.families import audit
from engine.storage.database import insert
from engine.storage.prepared import Prepared
from engine.storage.tables import families, parent_codes, verified_contacts
from engine.tenants.sections.catechism import Catechism

_SEAL = object()
#: Compared with when no row was found, so that this takes no less work. The digest of nothing.
_NOBODY = "hmac:" + "A" * 43


class Verdict(enum.StrEnum):
    """What a try came to."""

    RIGHT = "right"
    WRONG = "wrong"  # of another tenant, unknown or revoked: nobody is told which
    BLOCKED = "blocked"  # too many wrong ones: this one was not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The key to what belongs to one family, in the hands of one contact.

    Raises ``TypeError`` when it is made by anybody but :func:`open_family`.
    """

    id: int
    tenant: str
    # "Famille Diatta"
    name: str
    # The contact who proved to be its parent.
    contact: str
    # When the proof ends.
    until: datetime
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a family is opened with open_family, never made")

    @property
    def subject(self) -> str:
        """Name of the family in the audit."""
        return f"family:{self.id}"


def try_code(
    connection: sa.Connection,
    *,
    tenant: str,
    contact: str,
    digest: str,
    rules: Catechism,
    now: datetime,
) -> Verdict:
    """Try a code, note the try, and let the contact in when it is right.

    Counting and noting are one transaction, and tries of one contact wait for each other: however
    many come at once, no more than ``rules.tries`` wrong ones are looked at. A family that was open
    for this contact before is replaced.
    """
    _wait_for_others(connection, tenant, contact)
    since = now - timedelta(minutes=rules.tries_minutes)
    wrong = audit.count(
        connection,
        tenant=tenant,
        actor=contact,
        action=audit.CODE_TRIED,
        outcome=audit.WRONG,
        since=since,
    )
    if wrong >= rules.tries:
        _note(connection, tenant, contact, audit.BLOCKED, now)
        return Verdict.BLOCKED
    family = _family_of(connection, tenant, digest)
    if family is None:
        _note(connection, tenant, contact, audit.WRONG, now)
        # The last one that was wrong is told so at once: the next would not be looked at.
        return Verdict.BLOCKED if wrong + 1 >= rules.tries else Verdict.WRONG
    _note(connection, tenant, contact, audit.RIGHT, now, f"family:{family}")
    _let_in(connection, tenant, contact, family, now, rules)
    return Verdict.RIGHT


def is_blocked(
    connection: sa.Connection, tenant: str, contact: str, rules: Catechism, now: datetime
) -> bool:
    """Tell whether a code of this contact would not be looked at now."""
    wrong = audit.count(
        connection,
        tenant=tenant,
        actor=contact,
        action=audit.CODE_TRIED,
        outcome=audit.WRONG,
        since=now - timedelta(minutes=rules.tries_minutes),
    )
    return wrong >= rules.tries


def open_family(
    connection: sa.Connection, tenant: str, contact: str, now: datetime
) -> Family | None:
    """Return the family that ``contact`` proved to be a parent of, while the proof holds."""
    values = {"p_tenant": tenant, "p_contact": contact, "p_now": now}
    row = _OPEN.first(connection, values)
    if row is None:
        return None
    return Family(
        id=row.id, tenant=tenant, name=row.name, contact=contact, until=row.until, seal=_SEAL
    )


def close_access(connection: sa.Connection, tenant: str, contact: str, now: datetime) -> bool:
    """End the proof of ``contact``; tell whether there was one."""
    proof = verified_contacts.c
    ended = connection.execute(
        sa.delete(verified_contacts).where(proof.tenant == tenant, proof.contact == contact)
    ).rowcount
    if ended:
        audit.note(connection, tenant=tenant, actor=contact, action=audit.ACCESS_CLOSED, now=now)
    return bool(ended)


def _wait_for_others(connection: sa.Connection, tenant: str, contact: str) -> None:
    """Let one try of a contact happen after the other.

    SQLite has one writer at a time anyway; PostgreSQL gets a lock that ends with the transaction.
    """
    if connection.dialect.name == "postgresql":
        name = f"{audit.CODE_TRIED}/{tenant}/{contact}"
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))
        connection.execute(sa.select(lock))


def _family_of(connection: sa.Connection, tenant: str, digest: str) -> int | None:
    """Return the family that this digest opens; the same work whatever is wrong with it."""
    code = parent_codes.c
    row = connection.execute(
        sa.select(code.family, code.digest, code.revoked_at).where(
            code.tenant == tenant, code.digest == digest
        )
    ).one_or_none()
    kept = _NOBODY if row is None else str(row.digest)
    same = hmac.compare_digest(kept.encode(), digest.encode())
    if row is None or not same or row.revoked_at is not None:
        return None
    return int(row.family)


def _let_in(
    connection: sa.Connection,
    tenant: str,
    contact: str,
    family: int,
    now: datetime,
    rules: Catechism,
) -> None:
    proof = {
        "family": family,
        "verified_at": now,
        "until": now + timedelta(minutes=rules.access_minutes),
    }
    connection.execute(
        insert(connection, verified_contacts)
        .values(tenant=tenant, contact=contact, **proof)
        .on_conflict_do_update(index_elements=["tenant", "contact"], set_=proof)
    )


def _note(
    connection: sa.Connection,
    tenant: str,
    contact: str,
    outcome: str,
    now: datetime,
    subject: str = "",
) -> None:
    audit.note(
        connection,
        tenant=tenant,
        actor=contact,
        action=audit.CODE_TRIED,
        outcome=outcome,
        subject=subject,
        now=now,
    )


_proof = verified_contacts.c
# Asked with every message that is written.
_OPEN = Prepared(
    sa.select(families.c.id, families.c.name, _proof.until)
    .select_from(verified_contacts.join(families, families.c.id == _proof.family))
    .where(
        _proof.tenant == sa.bindparam("p_tenant"),
        families.c.tenant == sa.bindparam("p_tenant"),
        _proof.contact == sa.bindparam("p_contact"),
        _proof.until > sa.bindparam("p_now"),
    )
)
