"""Tables of the office are taken over line by line; what is refused says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from engine.families.demo import load_demo
from engine.families.imports import ImportReport, import_roster
from engine.families.rosters import Roster, read_roster
from engine.families.spreadsheets import SheetError, read_sheet
from engine.storage.database import Database
from engine.storage.tables import absences, children, families, groups, parent_codes
from tests.actions.parishes import parish
from tests.engine.families.parish_school import FAMILIES, GROUPS, NOW, RING

ROOT = Path(__file__).resolve().parents[3]
TODAY = NOW.date()
HEADER = "famille;nom de la famille;téléphone;enfant;prénom;nom;né le;groupe\n"


def take(database: Database, table: str | bytes) -> ImportReport:
    raw = table.encode() if isinstance(table, str) else table
    with database.transaction() as connection:
        return import_roster(connection, "paroisse", read_roster(raw, TODAY), NOW)


def reasons(table: str) -> list[tuple[int, str]]:
    return [(r.line, r.reason) for r in read_roster(table.encode(), TODAY).refused]


def everything(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [
            tuple(row)
            for table in (families, children, groups, absences)
            for row in connection.execute(sa.select(table).order_by(table.c.id))
        ]


def test_a_second_import_changes_nothing(database: Database) -> None:
    before = everything(database)
    assert take(database, GROUPS) == ImportReport(unchanged=2)
    assert take(database, FAMILIES) == ImportReport(unchanged=3)
    assert everything(database) == before


def test_new_children_are_added_and_known_ones_brought_up_to_date(database: Database) -> None:
    report = take(
        database,
        HEADER
        + "F-1;Famille Diatta;;E-1;Jean-Marie;Diatta;02/03/2014;Communion\n"
        + "F-1;Famille Diatta;;E-2;Awa;Diatta;14/05/2017;Communion\n"
        + "F-3;Famille Kane;77 123 45 67;E-9;Ali;Kane;;\n"
        + "F-4;Famille Ba;;;;;;\n",
    )
    assert report == ImportReport(added=2, changed=1, unchanged=1)
    with database.reading() as connection:
        phones = dict(
            tuple(row)
            for row in connection.execute(
                sa.select(families.c.reference, families.c.phone).where(
                    families.c.tenant == "paroisse"
                )
            )
        )
    # An empty cell leaves what is known.
    assert phones == {"F-1": "221770000012", "F-2": "", "F-3": "221771234567", "F-4": ""}


def test_refused_lines_are_reported_and_the_others_taken(database: Database) -> None:
    report = take(
        database,
        HEADER
        + "F-2;Famille Sarr;;E-1;Jean-Marie;Diatta;;\n"
        + "F-5;Famille Faye;;E-5;Léa;Faye;;CE9\n"
        + "F-6;Famille Fall;;E-6;Ada;Fall;31/02/2015;\n"
        + "F-7;Famille Gomis;;E-7;Ida;Gomis;;Communion\n"
        + "F-7;Famille Gomez;;E-8;Ida;Gomis;;\n"
        + "F-7;Famille Gomis;;E-7;Ida;Gomis;;\n",
    )
    assert report.added == 1
    assert [(r.line, r.reason) for r in report.refused] == [
        (2, "l’enfant « E-1 » appartient à une autre famille"),
        (3, "le groupe « CE9 » n’existe pas : importez d’abord les groupes"),
        (4, "« 31/02/2015 » n’est pas une date comme 14/05/2016"),
        (6, "la famille « F-7 » a deux noms dans ce fichier"),
        (7, "l’enfant « E-7 » est déjà à la ligne 5"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";Famille Sarr;;;;;;", "la cellule « famille » est vide"),
        ("F-1;;;;;;;", "la cellule « nom de la famille » est vide"),
        ("F-1;F;;E-1;Awa;;;", "il faut « enfant », « prénom » et « nom », ou aucun des trois"),
        ("F-1;F;;;;;14/05/2017;", "il faut « enfant », « prénom » et « nom », ou aucun des trois"),
        ("F-1;F;;E-1;Awa;D;14/05/2099;", "« 14/05/2099 » n’est pas une date de naissance"),
        ("F-1;F;;E-1;Awa;D;24/11/2026;", "« 24/11/2026 » n’est pas encore passé"),
        ("F-1;F;12;E-1;Awa;D;;", "« 12 » n’est pas un numéro de téléphone"),
        ("F-1;F;;E-1;Awa;D;;;en trop", "la ligne a plus de cellules que l’en-tête"),
        (f"F-1;{'F' * 121};;;;;;", "la cellule « nom de la famille » est trop longue"),
    ],
)
def test_a_faulty_line_says_why(line: str, reason: str) -> None:
    assert reasons(HEADER + "\n" + line + "\n") == [(3, reason)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A;2026-2027;samdi;15:00;16:00;;", "« samdi » n’est pas un jour de la semaine"),
        ("A;2026-2027;samedi;15:61;16:00;;", "« 15:61 » n’est pas une heure comme 15:00"),
        ("A;2026-2027;samedi;16:00;15:00;;", "la fin n’est pas après le début"),
    ],
)
def test_a_faulty_group_says_why(line: str, reason: str) -> None:
    assert reasons(GROUPS.splitlines()[0] + "\n" + line) == [(2, reason)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_write_as_they_like(encoding: str, separator: str, end: str) -> None:
    table = GROUPS.replace(";", separator).replace("\n", end)
    roster = read_roster(table.encode(encoding), TODAY)
    assert [group.name for group in roster.groups] == ["Éveil à la foi", "Communion"]
    assert roster.groups[0].catechist == "Mme Hélène Faye" and roster.refused == ()


def test_a_cell_over_two_lines_keeps_the_count(database: Database) -> None:
    table = HEADER + 'F-8;"Famille\nNdiaye";;;;;;\nF-9;;;;;;;\n'
    assert reasons(table) == [(4, "la cellule « nom de la famille » est vide")]
    assert read_roster(table.encode(), TODAY).children[0].family_name == "Famille Ndiaye"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "une colonne"),
        (b"a\nb\n", "une colonne"),
        (b"PK\x03\x04\0\0", "format CSV"),
        (b"a;a\n1;2", "deux fois"),
        (b"nom;prix\n1;2", "colonnes inconnues"),
        (b"famille;prenom\n1;2", "il manque la colonne"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_whole(raw: bytes, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        read_roster(raw, TODAY)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_an_error_of_ours(raw: bytes) -> None:
    for given_raw in (raw, HEADER.encode() + raw):
        try:
            assert isinstance(read_roster(given_raw, TODAY), Roster)
        except SheetError:
            continue


@given(st.lists(st.text("ab;\"'é \n", max_size=6), min_size=2, max_size=5))
def test_lines_are_numbered_upwards(cells: list[str]) -> None:
    try:
        sheet = read_sheet(("x;y\n" + "\n".join(cells)).encode())
    except SheetError:
        return
    found = [line.number for line in sheet.lines]
    assert found == sorted(set(found)) and all(number > 1 for number in found)


def test_the_demonstration_is_loaded_once_and_only_where_there_is_nothing(
    tmp_path: Path, database: Database
) -> None:
    empty, full = parish(id="paroisse"), parish(id="ecole")
    with database.transaction() as connection:
        for table in (absences, children):
            connection.execute(sa.delete(table).where(table.c.tenant == "paroisse"))
        connection.execute(sa.delete(parent_codes).where(parent_codes.c.tenant == "paroisse"))
        connection.execute(sa.delete(families).where(families.c.tenant == "paroisse"))
        loaded = [load_demo(connection, ROOT, [empty, full], RING, NOW) for _ in range(2)]
    assert loaded == [2, 0]
    with database.transaction() as connection:
        assert load_demo(connection, tmp_path, [empty], RING, NOW) == 0
