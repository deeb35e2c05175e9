"""Give parents a code, take codes back, see who has one.

::

    $ python -m engine codes issue F-0012
    F-0012 : K7MQ-4RTX
    Notez-le maintenant : il ne peut pas être montré une seconde fois.
    $ python -m engine codes revoke F-0012
    $ python -m engine codes list

The code itself is kept nowhere. What is printed is in French: the office reads it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.families.issued_codes import IssuedCode
    from engine.families.office import Office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``codes``."""
    tenant = argparse.ArgumentParser(add_help=False)
    tenant.add_argument("--tenant", help="tenant of the families; the first one by default")
    verbs = parser.add_subparsers(dest="what", required=True, metavar="issue | revoke | list")
    for verb, text in (
        ("issue", "give a family a new code; its old one ends"),
        ("revoke", "take the code of a family back"),
    ):
        named = verbs.add_parser(verb, help=text, parents=[tenant])
        named.add_argument("family", help="reference: F-0012")
    verbs.add_parser("list", help="show which families have a code", parents=[tenant])


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 when it is done."""
    from engine.families.office import open_office

    with open_office(Path.cwd(), os.environ, args.tenant) as office:
        if args.what == "list":
            return _list(office)
        return _issue(office, args.family) if args.what == "issue" else _revoke(office, args.family)


def _issue(office: Office, family: str) -> int:
    from engine.families.issued_codes import issue_code

    with office.transaction() as connection:
        code = issue_code(connection, office.keyring, office.tenant.id, family, office.now())
    print(f"{family} : {code}")
    print("Notez-le maintenant : il ne peut pas être montré une seconde fois.")
    return 0


def _revoke(office: Office, family: str) -> int:
    from engine.families.issued_codes import revoke_codes

    with office.transaction() as connection:
        revoked = revoke_codes(connection, office.tenant.id, family, office.now())
    print(f"{family} : {'code annulé' if revoked else 'aucun code à annuler'}")
    return 0


def _list(office: Office) -> int:
    from engine.families.issued_codes import list_codes

    with office.transaction() as connection:
        listed = list_codes(connection, office.tenant.id)
    width = max((len(code.reference) for code in listed), default=0)
    for code in listed:
        print(f"{code.reference:<{width}}  {_state(code, office):<28}  {code.name}")
    print(f"{len(listed)} famille{'s' if len(listed) > 1 else ''}")
    return 0


def _state(code: IssuedCode, office: Office) -> str:
    if code.issued_at is None:
        return "pas de code"
    if code.revoked_at is not None:
        return f"code annulé le {office.tenant.local(code.revoked_at):%d/%m/%Y}"
    return f"code remis le {office.tenant.local(code.issued_at):%d/%m/%Y}"
