"""Families of ``data/demo/<tenant>``, so that everything can be tried before the first import.

load_demo(database, settings.root, tenants, keyring, now)     # 2 families, or 0

Only into an empty house, once; who runs a real one never calls it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from engine.errors import AccueilError
from engine.families.imports import import_roster
from engine.families.issued_codes import issue_code
from engine.families.rosters import read_roster
from engine.families.spreadsheets import read_sheet
from engine.keyring import Keyring
from engine.storage.tables import families
from engine.tenants import Tenant

FOLDER = "data/demo"
#: In the order in which one needs the other.
_TABLES = ("groupes.csv", "familles.csv", "absences.csv")


def load_demo(
    connection: sa.Connection,
    root: Path,
    tenants: Iterable[Tenant],
    keyring: Keyring,
    now: datetime,
) -> int:
    """Load what ``root/data/demo`` holds for tenants without families; return how many came.

    Raises ``AccueilError`` for a line that is refused: the demonstration is ours.
    """
    loaded = 0
    for tenant in tenants:
        folder = root / FOLDER / tenant.id
        if not folder.is_dir() or _count(connection, tenant.id):
            continue
        for name in _TABLES:
            roster = read_roster((folder / name).read_bytes(), tenant.local(now).date())
            report = import_roster(connection, tenant.id, roster, now)
            if report.refused:
                first = report.refused[0]
                raise AccueilError(f"{FOLDER}/{tenant.id}/{name}:{first.line}: {first.reason}")
        for line in read_sheet((folder / "codes.csv").read_bytes()).lines:
            reference, code = line.cells["famille"], line.cells["code"]
            issue_code(connection, keyring, tenant.id, reference, now, code=code)
        loaded += _count(connection, tenant.id)
    return loaded


def _count(connection: sa.Connection, tenant: str) -> int:
    found: int = connection.execute(
        sa.select(sa.func.count()).select_from(families).where(families.c.tenant == tenant)
    ).scalar_one()
    return found
