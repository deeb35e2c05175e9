"""Where the organisation is, and how to reach somebody there.

answer_address(tenant).values["repere"]    # 'derrière le marché, portail bleu …'
answer_contact(tenant).values["telephone"] # '+221 33 800 00 00'
"""

from __future__ import annotations

from actions.answer import Answer
from actions.information.office_hours import say_week_briefly
from engine.tenants import Tenant


def answer_address(tenant: Tenant) -> Answer:
    """Say the address as one would to a driver."""
    place = tenant.address
    return Answer(
        response="utter_adresse",
        values={
            "nom_paroisse": tenant.name,
            "adresse": "\n".join(filter(None, (place.street, place.district))),
            "repere": place.landmark,
            "lien_carte": place.map_link,
        },
    )


def answer_contact(tenant: Tenant) -> Answer:
    """Say how to reach the office, and when somebody answers."""
    return Answer(
        response="utter_contact_secretariat",
        values={
            "telephone": tenant.phone,
            "courriel": tenant.email,
            "horaires": say_week_briefly(tenant) or "sur rendez-vous",
        },
    )
