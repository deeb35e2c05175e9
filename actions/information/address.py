"""Where the organisation is.

answer_address(tenant).values["repere"]    # 'derrière le marché, portail bleu …'
"""

from __future__ import annotations

from actions.answer import Answer
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
