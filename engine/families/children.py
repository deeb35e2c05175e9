"""The children of a family: what a parent may see, and nothing else.

children = children_of(connection, family)
child = find_child(connection, family, "awa")           # None unless exactly one is meant

Every query wants the :class:`~engine.families.access.Family` and asks for its tenant and its number
itself: with the number of a stranger's child nothing is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches

import sqlalchemy as sa

from engine.families.access import Family, open_family
from engine.families.groups import Group
from engine.flows.values import fold
from engine.storage.tables import children as child_rows
from engine.storage.tables import groups as group_rows

#: Spelling mistakes in a first name are forgiven from this likeness on, between 0 and 1.
_LIKENESS = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child of a family that is open."""

    id: int
    # The office's reference: "E-0031"
    reference: str
    first_name: str
    last_name: str
    # None when unknown.
    born_on: date | None
    # None while the child is in no group.
    group: Group | None

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def children_of(connection: sa.Connection, family: Family) -> tuple[Child, ...]:
    """Return the children of ``family``, the eldest first."""
    child = child_rows.c
    found = connection.execute(
        sa.select(
            child.id,
            child.reference,
            child.first_name,
            child.last_name,
            child.born_on,
            *(column.label(f"group_{column.name}") for column in group_rows.c),
        )
        .select_from(child_rows.outerjoin(group_rows, _same_group()))
        .where(child.tenant == family.tenant, child.family == family.id)
        .order_by(child.born_on, child.id)
    )
    return tuple(_child(row._mapping) for row in found)


def first_names(
    connection: sa.Connection, tenant: str, contact: str, now: datetime
) -> dict[str, str]:
    """Return the first names of a parent's children by their numbers; none without a proof."""
    family = open_family(connection, tenant, contact, now)
    found = () if family is None else children_of(connection, family)
    return {str(child.id): child.first_name for child in found}


def find_child(connection: sa.Connection, family: Family, wanted: str) -> Child | None:
    """Return the one child of ``family`` that ``wanted`` names: its number, or its first name.

    A name may stand in a sentence and be misspelt a little; two that fit are none.
    """
    children = children_of(connection, family)
    by_number = [child for child in children if str(child.id) == wanted.strip()]
    if by_number:
        return by_number[0]
    named = _named(children, fold(wanted))
    return named[0] if len(named) == 1 else None


def name_children(children: Sequence[Child], said: str) -> list[Child]:
    """Return those of ``children`` that a sentence names, spelt right or nearly so."""
    return _named(children, fold(said))


def _named(children: Sequence[Child], said: str) -> list[Child]:
    """Return the children whose first name is in ``said``, spelt right or nearly so."""
    spoken = f" {said} "
    exact = [child for child in children if f" {fold(child.first_name)} " in spoken]
    if exact:
        return exact
    words = said.split()
    # "jean marie" is two words: as many as the name has are compared together.
    return [
        child
        for child in children
        if get_close_matches(
            name := fold(child.first_name), _runs(words, len(name.split())), 1, _LIKENESS
        )
    ]


def _runs(words: Sequence[str], length: int) -> list[str]:
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]


def _same_group() -> sa.ColumnElement[bool]:
    return sa.and_(
        group_rows.c.id == child_rows.c.group, group_rows.c.tenant == child_rows.c.tenant
    )


def _child(row: sa.RowMapping) -> Child:
    return Child(
        id=row["id"],
        reference=row["reference"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        born_on=date.fromisoformat(row["born_on"]) if row["born_on"] else None,
        group=None if row["group_id"] is None else _group(row),
    )


def _group(row: sa.RowMapping) -> Group:
    return Group(
        id=row["group_id"],
        name=row["group_name"],
        year=row["group_year"],
        weekday=row["group_weekday"],
        starts=time.fromisoformat(row["group_starts"]),
        ends=time.fromisoformat(row["group_ends"]),
        room=row["group_room"],
        catechist=row["group_catechist"],
    )
