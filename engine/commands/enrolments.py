"""See who asked to enrol a child, and close a request that was dealt with.

::

    $ python -m engine enrolments list
    12  28/11/2026 14:05  Fatou Sarr, 8 ans  demandé par Ndeye Sarr  +221770000012
    1 demande ouverte
    $ python -m engine enrolments close 12
    12 : demande close

What is printed is in French: the office reads it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.families.enrolments import KeptRequest
    from engine.families.office import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``enrolments``."""
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", help="tenant that was asked; the first one by default")
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list | close")
    listing = verbs.add_parser("list", help="show the requests, the oldest first", parents=[tenant])
    listing.add_argument("--all", action="store_true", help="those that are closed too")
    closing = verbs.add_parser(
        "close", help="mark a request as dealt with: it is listed no more", parents=[tenant]
    )
    closing.add_argument("number", type=int, help="as the list shows it: 12")
    closing.add_argument("--declined", action="store_true", help="the child was not enrolled")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 1 when there is no such request to close."""
    from engine.families.office import open_office

    with open_office(Path.cwd(), os.environ, args.tenant) as office:
        if args.what == "list":
            return _list(office, closed=args.all)
        return _close(office, args.number, declined=args.declined)


def _list(office: Office, *, closed: bool) -> int:
    from engine.families.enrolments import requests_of

    with office.transaction() as connection:
        listed = requests_of(connection, office.tenant.id, closed=closed)
    for request in listed:
        print(_line(request, office))
    still = sum(request.is_open for request in listed)
    print(f"{still} demande{'s ouvertes' if still > 1 else ' ouverte'}")
    return 0


def _line(request: KeptRequest, office: Office) -> str:
    asked = f"{office.tenant.local(request.asked_at):%d/%m/%Y %H:%M}"
    told = f"{request.child_name}, {request.age} ans  demandé par {request.parent_name}"
    reached = f"  +{request.phone}" if request.phone else ""
    state = "" if request.is_open else f"  ({_STATES[request.status]})"
    return f"{request.id}  {asked}  {told}{reached}{state}"


def _close(office: Office, number: int, *, declined: bool) -> int:
    from engine.families.enrolments import close

    with office.transaction() as connection:
        done = close(connection, office.tenant.id, number, office.now(), declined=declined)
    print(f"{number} : {'demande close' if done else 'aucune demande ouverte de ce numéro'}")
    return 0 if done else 1


_STATES = {"accepted": "inscrit", "declined": "sans suite"}
