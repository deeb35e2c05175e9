"""Take families, groups or absences over from a CSV file of the office.

::

    $ python -m engine families import groupes.csv
    4 lignes ajoutées, 0 modifiée, 0 inchangée, 0 refusée
    $ python -m engine families import familles.csv --dry-run
    ligne 7 : le groupe « CE9 » n’existe pas : importez d’abord les groupes
    31 lignes ajoutées, 0 modifiée, 0 inchangée, 1 refusée (essai : rien n’est enregistré)

Exit code 1 when a line was refused; the others are stored all the same. What is printed is in
French: the office reads it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.families.imports import ImportReport
    from engine.families.office import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``families``."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="import")
    taking = verbs.add_parser("import", help="take a CSV file over: groups, families or absences")
    taking.add_argument("--tenant", help="tenant of the families; the first one by default")
    taking.add_argument("file", type=Path, help="CSV file; its header tells what it is of")
    taking.add_argument(
        "--dry-run", action="store_true", help="report what would happen and store nothing"
    )


def run(args: argparse.Namespace) -> int:
    """Import the file; 1 when a line was refused."""
    from engine.errors import AccueilError
    from engine.families.office import open_office

    try:
        raw = args.file.read_bytes()
    except OSError as error:
        raise AccueilError(f"{args.file} cannot be read: {error.strerror}") from error
    with open_office(Path.cwd(), os.environ, args.tenant) as office:
        report = _import(office, raw, dry_run=args.dry_run)
    for refusal in report.refused:
        print(f"ligne {refusal.line} : {refusal.reason}")
    print(_summary(report) + (" (essai : rien n’est enregistré)" if args.dry_run else ""))
    return 1 if report.refused else 0


def _import(office: Office, raw: bytes, *, dry_run: bool) -> ImportReport:
    from engine.families.imports import import_roster
    from engine.families.rosters import read_roster
    from engine.french.phones import DEFAULT_REGION, region_of

    region = region_of(office.tenant.phone) or DEFAULT_REGION
    roster = read_roster(raw, office.today, region)
    with office.transaction() as connection:
        trial = connection.begin_nested()
        report = import_roster(connection, office.tenant.id, roster, office.now())
        if dry_run:
            trial.rollback()
        else:
            trial.commit()
    return report


def _summary(report: ImportReport) -> str:
    counts = (
        (report.added, "ajoutée"),
        (report.changed, "modifiée"),
        (report.unchanged, "inchangée"),
        (len(report.refused), "refusée"),
    )
    words = [f"{number} {word}{'s' if number > 1 else ''}" for number, word in counts]
    first, *rest = words
    lines = "lignes" if report.added > 1 else "ligne"
    return ", ".join([first.replace(" ", f" {lines} ", 1), *rest])
