"""See who comes, and note afterwards who did not.

::

    $ python -m engine appointments list
    12  mardi 24 novembre 2026 à 15 h  à venir  le père André  un baptême  Awa Diop
    1 rendez-vous
    $ python -m engine appointments list --past
    $ python -m engine appointments missed 12
    n° 12 : noté, la personne n’est pas venue
    $ python -m engine appointments honoured 12

An appointment that is over counts as kept until it is noted as missed; ``honoured`` takes that
back. What is printed is in French: the office reads it.
"""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.appointments.attendance import Listed
    from engine.families.office import Office

#: How far the list looks back and ahead.
_PAST, _AHEAD = timedelta(days=30), timedelta(days=366)
_STATES = {
    "coming": "à venir",
    "kept": "venu",
    "missed": "absent",
    "cancelled": "annulé",
}
_NOTES = {
    "unknown": "aucun rendez-vous de ce numéro",
    "coming": "ce rendez-vous n’a pas encore eu lieu",
    "cancelled": "ce rendez-vous a été annulé",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``appointments``."""
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", help="tenant of the appointments; the first one by default")
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list | missed | honoured")
    listed = verbs.add_parser("list", help="show the appointments to come", parents=[tenant])
    listed.add_argument(
        "--past", action="store_true", help="show those of the last thirty days instead"
    )
    for verb, text in (
        ("missed", "note that the person did not come"),
        ("honoured", "note that the person came after all"),
    ):
        named = verbs.add_parser(verb, help=text, parents=[tenant])
        named.add_argument("number", type=int, help="number in the list: 12")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 when it is done, 1 when that appointment cannot be noted."""
    from engine.families.office import open_office

    with open_office(Path.cwd(), os.environ, args.tenant) as office:
        if args.what == "list":
            return _list(office, args.past)
        return _note(office, args.number, came=args.what == "honoured")


def _list(office: Office, past: bool) -> int:
    from engine.appointments.attendance import list_appointments

    now = office.now()
    since, until = (now - _PAST, now) if past else (now, now + _AHEAD)
    with office.transaction() as connection:
        listed = list_appointments(connection, office.tenant.id, since, until)
    rows = [_row(found, office) for found in listed]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print(f"{len(listed)} rendez-vous")
    return 0


def _row(found: Listed, office: Office) -> tuple[str, ...]:
    from engine.tenants.sections.appointments import AppointmentPolicy

    policy = office.tenant.section(AppointmentPolicy)
    resource, purpose = policy.resource(found.resource), policy.purpose(found.purpose)
    state = _STATES[found.state(office.now())]
    confirmed = found.confirmed_at is not None and state == _STATES["coming"]
    return (
        str(found.id),
        found.said,
        f"{state}, confirmé" if confirmed else state,
        found.resource if resource is None else resource.name,
        found.purpose if purpose is None else purpose.name,
        found.person,
    )


def _note(office: Office, number: int, *, came: bool) -> int:
    from engine.appointments.attendance import Note, note_attendance

    with office.transaction() as connection:
        done = note_attendance(connection, office.tenant.id, number, came=came, now=office.now())
    said = "noté, la personne est venue" if came else "noté, la personne n’est pas venue"
    print(f"n° {number} : {said if done is Note.DONE else _NOTES[done]}")
    return 0 if done is Note.DONE else 1
