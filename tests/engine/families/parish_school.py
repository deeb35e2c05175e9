"""Two families of one parish and one of another, with codes, for the tests.

fill(database)
with database.transaction() as connection:
    family = enter(connection, "c1", DIATTA)
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import sqlalchemy as sa

from engine.families.access import Family, open_family, try_code
from engine.families.codes import digest_of
from engine.families.imports import import_roster
from engine.families.issued_codes import issue_code
from engine.families.rosters import read_roster
from engine.keyring import Keyring
from engine.storage.database import Database
from engine.tenants.sections.catechism import Catechism, Holiday, SchoolYear

RING = Keyring(b"a secret of the tests, 32 bytes at least")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
DIATTA, SARR, NDONG = "K7MQ4RTX", "H3WP9NDC", "AAAA2222"
CALENDAR = Catechism(
    year=SchoolYear(name="2026-2027", starts=date(2026, 10, 3), ends=date(2027, 6, 26)),
    holidays=(Holiday(first=date(2026, 12, 20), last=date(2027, 1, 4), name="Noël"),),
    signatory="Père André Sagna, curé",
    city="Dakar",
)

GROUPS = """groupe;année;jour;début;fin;salle;catéchiste
Éveil à la foi;2026-2027;samedi;15:00;16:30;salle Sainte-Bernadette;Mme Hélène Faye
Communion;2026-2027;mercredi;15h;16h30;;M. Paul Mendy
"""
FAMILIES = """famille;nom de la famille;téléphone;enfant;prénom;nom;né le;groupe
F-1;Famille Diatta;+221 77 000 00 12;E-1;Jean-Marie;Diatta;02/03/2014;
F-1;Famille Diatta;+221 77 000 00 12;E-2;Awa;Diatta;14/05/2017;Communion
F-2;Famille Sarr;;E-3;Fatou;Sarr;21/09/2018;Éveil à la foi
"""
OTHER_FAMILIES = """famille,nom de la famille,enfant,prénom,nom
F-1,Famille Ndong,E-1,Awa,Ndong
"""
ABSENCES = "enfant;jour;raison\nE-2;2026-11-18;voyage\nE-3;2026-11-07;maladie\n"


def fill(database: Database) -> None:
    """Fill a migrated database."""
    with database.transaction() as connection:
        for table in (GROUPS, FAMILIES, ABSENCES):
            load(connection, "paroisse", table)
        load(connection, "ecole", OTHER_FAMILIES)
        issue_code(connection, RING, "paroisse", "F-1", NOW, code=DIATTA)
        issue_code(connection, RING, "paroisse", "F-2", NOW, code=SARR)
        issue_code(connection, RING, "ecole", "F-1", NOW, code=NDONG)


def load(connection: sa.Connection, tenant: str, table: str) -> None:
    """Import a table that has no fault."""
    report = import_roster(connection, tenant, read_roster(table.encode(), NOW.date()), NOW)
    assert not report.refused


def enter(connection: sa.Connection, contact: str, code: str, tenant: str = "paroisse") -> Family:
    """Prove with ``code`` to be a parent and return the family."""
    try_code(
        connection,
        tenant=tenant,
        contact=contact,
        digest=digest_of(RING, tenant, code),
        rules=CALENDAR,
        now=NOW,
    )
    family = open_family(connection, tenant, contact, NOW)
    assert family is not None
    return family
