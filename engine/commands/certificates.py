"""See which certificates were issued, and take one back.

::

    $ python -m engine certificates list
    PAROISSE-2026-000012  23/11/2026  valable  Awa Diatta
    $ python -m engine certificates revoke PAROISSE-2026-000012

What is printed is in French: the office reads it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.families.office import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``certificates``."""
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", help="tenant that issued them; the first one by default")
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list | revoke")
    verbs.add_parser("list", help="show the certificates, the newest first", parents=[tenant])
    revoking = verbs.add_parser(
        "revoke", help="take one back: the verify page will say so", parents=[tenant]
    )
    revoking.add_argument("number", help="PAROISSE-2026-000012")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 1 when there is no such certificate to take back."""
    from engine.families.office import open_office

    with open_office(Path.cwd(), os.environ, args.tenant) as office:
        return _list(office) if args.what == "list" else _revoke(office, args.number)


def _list(office: Office) -> int:
    from engine.certificates.records import Status, certificates_of

    with office.transaction() as connection:
        listed = certificates_of(connection, office.tenant.id)
    for certificate in listed:
        state = "valable" if certificate.status is Status.VALID else "annulé"
        day = office.tenant.local(certificate.issued_at)
        print(f"{certificate.number}  {day:%d/%m/%Y}  {state:<7}  {certificate.content.child}")
    print(f"{len(listed)} certificat{'s' if len(listed) > 1 else ''}")
    return 0


def _revoke(office: Office, number: str) -> int:
    from engine.certificates.issuing import revoke

    with office.transaction() as connection:
        done = revoke(connection, office.tenant.id, number, office.now())
    print(f"{number} : {'certificat annulé' if done else 'aucun certificat valable de ce numéro'}")
    return 0 if done else 1
