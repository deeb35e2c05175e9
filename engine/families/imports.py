"""Takes a table of the office over into the database, once however often it is imported.

report = import_roster(connection, "paroisse", read_roster(raw, today), now)
report.added, report.changed, report.refused

Groups are recognised by name and year, families and children by their reference. Nothing is ever
removed; a child does not change its family by an import, because that would show it to others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.families import audit
from engine.families.rosters import AbsenceLine, ChildLine, GroupLine, Refusal, Roster
from engine.storage.database import insert
from engine.storage.tables import absences, children, families, groups


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a table."""

    # Lines that brought something new, changed something, or held nothing new.
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    # In the order of their lines.
    refused: tuple[Refusal, ...] = ()


class _Refused(Exception):
    """The database knows better; the message is the reason."""


def import_roster(
    connection: sa.Connection, tenant: str, roster: Roster, now: datetime
) -> ImportReport:
    """Store what is good of ``roster`` and report the rest. One transaction: the caller's."""
    taken = {"added": 0, "changed": 0, "unchanged": 0}
    refused = list(roster.refused)
    writer = _Writer(connection, tenant, now)
    steps: list[tuple[Iterable[Any], Callable[[Any], str]]] = [
        (roster.groups, writer.group),
        (roster.children, writer.child),
        (roster.absences, writer.absence),
    ]
    for lines, write in steps:
        for line in lines:
            try:
                taken[write(line)] += 1
            except _Refused as reason:
                refused.append(Refusal(line=line.line, reason=str(reason)))
    audit.note(
        connection, tenant=tenant, actor=audit.STAFF, action=audit.FAMILIES_IMPORTED, now=now
    )
    refused.sort(key=lambda refusal: refusal.line)
    return ImportReport(**taken, refused=tuple(refused))


class _Writer:
    """Writes line by line and remembers what this table has said already."""

    def __init__(self, connection: sa.Connection, tenant: str, now: datetime) -> None:
        self._connection = connection
        self._tenant = tenant
        self._now = now
        self._names: dict[str, str] = {}
        self._children: dict[str, int] = {}

    def group(self, line: GroupLine) -> str:
        found = self._one(groups, name=line.name, year=line.year)
        values = {
            name: getattr(line, name) for name in ("weekday", "starts", "ends", "room", "catechist")
        }
        return self._write(groups, found, {"name": line.name, "year": line.year}, values)

    def child(self, line: ChildLine) -> str:
        """Write the family, then the child; the line counts as the greater of the two changes."""
        if self._names.setdefault(line.family, line.family_name) != line.family_name:
            raise _Refused(f"la famille « {line.family} » a deux noms dans ce fichier")
        group = self._group_of(line)
        known = self._one(children, reference=line.child) if line.child else None
        family = self._one(families, reference=line.family)
        if known is not None and (family is None or known.family != family.id):
            raise _Refused(f"l’enfant « {line.child} » appartient à une autre famille")
        first = self._children.setdefault(line.child, line.line) if line.child else line.line
        if first != line.line:
            raise _Refused(f"l’enfant « {line.child} » est déjà à la ligne {first}")
        values = {"name": line.family_name}
        if line.phone:
            values["phone"] = line.phone
        written = [self._write(families, family, {"reference": line.family}, values)]
        if line.child:
            owner = self._one(families, reference=line.family)
            assert owner is not None, "it was written a moment ago"
            row = {
                "family": owner.id,
                "first_name": line.first_name,
                "last_name": line.last_name,
                "born_on": line.born_on,
                "group": group,
            }
            written.append(self._write(children, known, {"reference": line.child}, row))
        return next(name for name in ("added", "changed", "unchanged") if name in written)

    def absence(self, line: AbsenceLine) -> str:
        child = self._one(children, reference=line.child)
        if child is None:
            raise _Refused(f"l’enfant « {line.child} » n’existe pas")
        noted = self._connection.execute(
            insert(self._connection, absences)
            .on_conflict_do_nothing(index_elements=["child", "day"])
            .returning(absences.c.id),
            {
                "tenant": self._tenant,
                "child": child.id,
                "day": line.day,
                "reason": line.reason,
                "noted_at": self._now,
            },
        ).scalar_one_or_none()
        return "unchanged" if noted is None else "added"

    def _group_of(self, line: ChildLine) -> int | None:
        """Return the newest group of that name; None when the child is in none."""
        if not line.group:
            return None
        found: int | None = self._connection.execute(
            sa.select(groups.c.id)
            .where(groups.c.tenant == self._tenant, groups.c.name == line.group)
            .order_by(groups.c.year.desc())
            .limit(1)
        ).scalar_one_or_none()
        if found is None:
            raise _Refused(
                f"le groupe « {line.group} » n’existe pas : importez d’abord les groupes"
            )
        return found

    def _one(self, table: sa.Table, **key: str) -> sa.Row[Any] | None:
        return self._connection.execute(
            sa.select(table).where(
                table.c.tenant == self._tenant,
                *(table.c[name] == value for name, value in key.items()),
            )
        ).one_or_none()

    def _write(
        self,
        table: sa.Table,
        found: sa.Row[Any] | None,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> str:
        if found is None:
            row = {"tenant": self._tenant, **key, **values}
            self._connection.execute(sa.insert(table).values(row))
            return "added"
        if all(found._mapping[name] == value for name, value in values.items()):
            return "unchanged"
        self._connection.execute(
            sa.update(table).where(table.c.id == found.id).values(dict(values))
        )
        return "changed"
