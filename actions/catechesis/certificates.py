"""The certificate of enrolment: whether there can be one, what it would say, the paper itself.

await visit.consult(partial(preview, wanted="3"))
await visit.consult(partial(deliver, wanted="3"))
"""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.catechesis.visits import Consultation, saying
from engine.certificates.issuing import enrolment_content, issue
from engine.certificates.links import make_link
from engine.certificates.paper import say_date
from engine.certificates.records import Content
from engine.families.children import Child
from engine.messages import Document

#: As the person sees the file; short enough for every provider.
FILENAME = "certificat.pdf"


def prepare_certificate(look: Consultation, wanted: str) -> Outcome:
    """Tell the flow whether the child can have a certificate."""
    content = _content(look, look.child(wanted))
    return Outcome(slots={"certificat_possible": "oui" if content else "sans_groupe"})


def preview(look: Consultation, wanted: str) -> Outcome:
    """Show what would be written, and ask whether the name is right."""
    child = look.child(wanted)
    content = _required(_content(look, child))
    return saying(
        "utter_nom_a_confirmer",
        nom=content.child,
        naissance=say_date(content.born_on) or "non connue",
        groupe=content.group,
        annee=content.year,
    )


def deliver(look: Consultation, wanted: str) -> Outcome:
    """Issue the certificate, once for this turn, and send the file."""
    child = look.child(wanted)
    visit = look.visit
    certificate = issue(
        look.connection,
        visit.house.keyring,
        look.family,
        child,
        _required(_content(look, child)),
        key=visit.key,
        now=visit.now,
    )
    minutes = visit.rules.link_minutes
    token = make_link(look.connection, certificate, minutes=minutes, now=visit.now)
    answer = Answer(
        response="utter_certificat_pret",
        values={
            "prenom": child.first_name,
            "numero": certificate.number,
            "minutes": str(minutes),
        },
        document=Document(url=f"{visit.house.base_url}/d/{token}", filename=FILENAME),
    )
    return Outcome(answers=(answer,))


def _content(look: Consultation, child: Child) -> Content | None:
    visit = look.visit
    return enrolment_content(visit.tenant, child, visit.house.base_url, visit.now)


def _required(content: Content | None) -> Content:
    if content is None:
        raise LookupError("the child is in no group")
    return content
