"""How to reach the office, a priest, the school: the numbers, and when somebody answers.

answer = answer_contacts(tenant, "le numéro du curé svp")
answer.values["contacts"]    # '• Père André Sagna, curé : +221 33 800 00 01, …'
"""

from __future__ import annotations

from actions.answer import Answer
from actions.information.office_hours import say_week_briefly
from actions.information.wording import bulleted
from engine.french.topics import topics_in
from engine.tenants import Tenant
from engine.tenants.facts import Contact, Information

#: Words that mean the office itself, or simply a way to reach somebody.
_OFFICE = (
    *("secrétariat", "secrétaire", "bureau", "accueil", "paroisse", "fixe", "numéro", "num"),
    *("téléphone", "telefon", "tel", "appeler", "joindre", "contacter", "whatsapp", "indicatif"),
    *("mail", "e mail", "email", "courriel", "électronique", "écrire", "postale", "boîte"),
)


def answer_contacts(tenant: Tenant, text: str = "") -> Answer:
    """Give the contacts that ``text`` names, or the office; all of them to who asks for no one."""
    contacts = {contact.id: contact for contact in tenant.section(Information).contacts}
    topics = {key: (contact.name, *contact.words) for key, contact in contacts.items()}
    # A person of the parish is asked for more often than the parish: "le curé de la paroisse".
    meant = topics_in(text, topics) or topics_in(text, {"": _OFFICE})
    lines = [_said(contacts[key]) for key in meant if key]
    if not meant:
        lines = [_said(contact) for contact in contacts.values()]
    if not meant or "" in meant:
        lines.insert(0, _office(tenant))
    return Answer(response="utter_contacts", values={"contacts": bulleted(lines)})


def _office(tenant: Tenant) -> str:
    hours = say_week_briefly(tenant)
    return f"Secrétariat : {tenant.phone}, {tenant.email}" + (f" ({hours})" if hours else "")


def _said(contact: Contact) -> str:
    ways = ", ".join(filter(None, (contact.phone, contact.email, contact.link)))
    note = f"({contact.note})" if ways and contact.note else contact.note
    return f"{contact.name} : " + " ".join(filter(None, (ways, note)))
