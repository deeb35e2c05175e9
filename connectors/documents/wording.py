"""What the pages of certificates say.

tell(finding).title        # 'Certificat valide'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.certificates.paper import say_date
from engine.certificates.records import ENROLMENT, Status
from engine.certificates.verification import Finding

_KINDS: Final = {ENROLMENT: "Certificat d’inscription au catéchisme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One page."""

    # "good" | "bad" | "calm"
    tone: str
    # One sign, shown large beside the title.
    mark: str
    title: str
    text: str
    # Names with values, in order.
    rows: tuple[tuple[str, str], ...] = ()
    # Small print; may be empty.
    hint: str = ""


def tell(finding: Finding) -> Notice:
    """Return the page of a certificate of ours."""
    valid = finding.status is Status.VALID
    rows = [
        ("Numéro", finding.number),
        ("Document", _KINDS.get(finding.kind, "Certificat")),
        ("Délivré le", say_date(finding.issued_on)),
        ("Par", finding.institution),
        ("Titulaire", finding.initials),
        ("Année de naissance", finding.born_in),
    ]
    return Notice(
        tone="good" if valid else "bad",
        mark="✓" if valid else "✕",
        title="Certificat valide" if valid else "Certificat annulé",
        text=(
            "Ce certificat a été délivré par l’institution ci-dessous, et il est toujours valable."
            if valid
            else "Ce certificat a bien été délivré, puis annulé : il n’est plus valable."
        ),
        rows=tuple((name, value) for name, value in rows if value),
        hint="Comparez ces indications avec le papier : le numéro, les initiales et l’année de "
        "naissance doivent être les mêmes.",
    )


def unverified() -> Notice:
    """Return the page of whatever is not ours, for whatever reason."""
    return Notice(
        tone="bad",
        mark="✕",
        title="Certificat non reconnu",
        text="Nous ne reconnaissons pas ce certificat. Il n’a pas été délivré ici, ou l’adresse "
        "est incomplète.",
        hint="Lisez de nouveau le code imprimé sur le papier. Si cette page revient, adressez-vous "
        "à l’institution dont le nom figure sur le papier.",
    )


def too_many() -> Notice:
    """Return the page of somebody who looks too often."""
    return Notice(
        tone="calm",
        mark="…",
        title="Un instant",
        text="Trop de vérifications en peu de temps. Réessayez dans une minute.",
    )


def waiting() -> Notice:
    """Return the page while the house is starting."""
    return Notice(
        tone="calm",
        mark="…",
        title="Un instant",
        text="Le service démarre. Réessayez dans quelques secondes.",
    )


def unknown_link() -> Notice:
    """Return the page of a link that opens nothing, or nothing any more."""
    return Notice(
        tone="calm",
        mark="…",
        title="Ce lien ne fonctionne plus",
        text="Par prudence, le lien vers un certificat ne dure que quelques minutes. Redemandez le "
        "certificat dans votre conversation : un nouveau lien vous sera envoyé.",
    )
