"""Absences of a family's children: told before, explained after, taken back.

announce_absence(connection, family, child, day, "voyage", now)     # Notice.NEW
withdraw_absence(connection, family, child, day, now)               # True: she comes after all

Like every query of this room these want the :class:`~engine.families.access.Family`. A catechist's
own note stays whatever parents say; who was there is not theirs to tell.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from engine.families import audit
from engine.families.access import Family
from engine.families.children import Child, children_of
from engine.storage.database import insert
from engine.storage.tables import absences, children


class Notice(enum.StrEnum):
    """What a parent's notice of an absence came to."""

    NEW = "new"
    # The catechist had noted it, or a parent had said it, with another reason or none.
    EXPLAINED = "explained"
    # Known with this very reason.
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A session that a child missed, or will miss."""

    day: date
    # In the words of whoever said it; may be empty.
    reason: str
    # True when a parent announced it, False when the catechist noted it.
    announced: bool


def absences_of(connection: sa.Connection, family: Family, child: Child) -> tuple[Absence, ...]:
    """Return the absences of one child of ``family``, in the order of their days."""
    found = connection.execute(
        sa.select(absences.c.day, absences.c.reason, absences.c.announced_by)
        .select_from(absences.join(children, children.c.id == absences.c.child))
        .where(
            absences.c.tenant == family.tenant,
            children.c.tenant == family.tenant,
            children.c.family == family.id,
            absences.c.child == child.id,
        )
        .order_by(absences.c.day)
    )
    return tuple(
        Absence(
            day=date.fromisoformat(row.day), reason=row.reason, announced=bool(row.announced_by)
        )
        for row in found
    )


def announce_absence(
    connection: sa.Connection, family: Family, child: Child, day: date, reason: str, now: datetime
) -> Notice:
    """Note that ``child`` does not come on ``day``, or why it did not; tell what that changes.

    Once, however often it is said. Raises ``LookupError`` for a child of another family.
    """
    _must_be_theirs(connection, family, child)
    # RETURNING, because PostgreSQL does not count the rows of such a statement.
    noted = connection.execute(
        insert(connection, absences)
        .on_conflict_do_nothing(index_elements=["child", "day"])
        .returning(absences.c.id),
        {
            "tenant": family.tenant,
            "child": child.id,
            "day": day.isoformat(),
            "reason": reason,
            "announced_by": family.contact,
            "noted_at": now,
        },
    ).scalar_one_or_none()
    if noted is not None:
        _note(connection, family, child, audit.ABSENCE_ANNOUNCED, now)
        return Notice.NEW
    explained = connection.execute(
        sa.update(absences)
        .where(*_row_of(family, child, day), absences.c.reason != reason)
        .values(reason=reason)
        .returning(absences.c.id)
    ).scalar_one_or_none()
    if explained is None:
        return Notice.KNOWN
    _note(connection, family, child, audit.ABSENCE_ANNOUNCED, now)
    return Notice.EXPLAINED


def withdrawable(known: Sequence[Absence], today: date) -> list[date]:
    """Return the days of which parents may still say that the child comes after all."""
    return [absence.day for absence in known if absence.announced and absence.day >= today]


def withdraw_absence(
    connection: sa.Connection,
    family: Family,
    child: Child,
    day: date,
    now: datetime,
) -> bool:
    """Take back what a parent of ``family`` announced for ``day``; tell whether there was anything.

    ``now`` is on the clocks of the place: a session of a day that is over stays as it was noted.
    Raises ``LookupError`` for a child of another family.
    """
    _must_be_theirs(connection, family, child)
    if day not in withdrawable(absences_of(connection, family, child), now.date()):
        return False
    connection.execute(
        sa.delete(absences).where(*_row_of(family, child, day), absences.c.announced_by != "")
    )
    _note(connection, family, child, audit.ABSENCE_WITHDRAWN, now)
    return True


def _must_be_theirs(connection: sa.Connection, family: Family, child: Child) -> None:
    if all(known.id != child.id for known in children_of(connection, family)):
        raise LookupError("the child does not belong to this family")


def _row_of(family: Family, child: Child, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        absences.c.tenant == family.tenant,
        absences.c.child == child.id,
        absences.c.day == day.isoformat(),
    )


def _note(
    connection: sa.Connection, family: Family, child: Child, action: str, now: datetime
) -> None:
    audit.note(
        connection,
        tenant=family.tenant,
        actor=family.contact,
        action=action,
        subject=f"child:{child.id}",
        now=now,
    )
