"""The request to enrol a child; anybody may make one.

await request_enrolment(visit, child="Fatou Sarr", age=8.0, parent="Ndeye Sarr")
"""

from __future__ import annotations

from actions.answer import Outcome
from actions.catechesis.visits import Visit, saying
from engine.families.enrolments import EnrolmentRequest, store


def confirm_enrolment(child: str, age: float, parent: str) -> Outcome:
    """Sum the request up and ask whether it is right."""
    return saying(
        "utter_inscription_a_confirmer",
        nom_de_l_enfant=child,
        age=str(int(age)),
        nom_du_parent=parent,
    )


async def request_enrolment(visit: Visit, child: str, age: float, parent: str) -> Outcome:
    """Keep the request for the office, once however often the turn is run."""
    request = EnrolmentRequest(
        key=visit.key,
        tenant=visit.tenant.id,
        contact=visit.contact,
        child_name=child,
        age=int(age),
        parent_name=parent,
        asked_at=visit.now,
    )
    await visit.house.database.run(store, request)
    return Outcome()
