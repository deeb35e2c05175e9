"""The request to enrol a child; anybody may make one.

check_child_name("mon fils Paul").slots         # {"nom_enfant": "Paul"}
check_child_name("Salam", "mon fils Salam")     # a greeting alone, a name behind such words
await request_enrolment(visit, child="Fatou Sarr", age=8.0, parent="Ndeye Sarr")
"""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.catechesis.visits import Visit, saying
from engine.families.enrolments import EnrolmentRequest, store
from engine.french.said_names import SaidName, find_names, read_name


def check_child_name(said: str, typed: str = "") -> Outcome:
    """Keep the name of one child, or say what is missing and ask again.

    ``typed`` is the whole message, in which the name may have been found.
    """
    name = _name(said, typed)
    if name is not None and name.several:
        return Outcome(
            answers=(Answer(response="utter_un_enfant_a_la_fois"),), slots={"nom_enfant": None}
        )
    return _checked("nom_enfant", name)


def check_parent_name(said: str, typed: str = "") -> Outcome:
    """Keep the name of who asks, which may be both parents', or ask again."""
    return _checked("nom_parent", _name(said, typed))


def _name(said: str, typed: str) -> SaidName | None:
    return read_name(said) or next((n for n in find_names(typed) if n.value == said), None)


def _checked(slot: str, name: SaidName | None) -> Outcome:
    if name is None:
        return Outcome(answers=(Answer(response="utter_nom_illisible"),), slots={slot: None})
    return Outcome(slots={slot: name.value})


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
