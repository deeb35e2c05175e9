"""Where the organisation is: told as to a driver, and as a place on the map.

answer = answer_address(tenant)
answer.values["repere"]      # 'derrière le marché, portail bleu …'
answer.location.latitude     # 14.7234
"""

from __future__ import annotations

from actions.answer import Answer
from engine.messages import Location
from engine.tenants import Tenant


def answer_address(tenant: Tenant) -> Answer:
    """Say the address, and send the place."""
    place = tenant.address
    lines = [line for line in (place.street, place.district) if line]
    return Answer(
        response="utter_adresse",
        values={
            "nom_paroisse": tenant.name,
            "adresse": "\n".join(lines),
            "repere": place.landmark,
            "lien_carte": place.map_link,
        },
        location=Location(
            latitude=place.latitude,
            longitude=place.longitude,
            name=tenant.name,
            address=", ".join(lines),
        ),
    )
