"""What somebody comes for and whom they meet: offered from the tenant's file, and understood."""

from __future__ import annotations

from collections.abc import Iterable

from actions.answer import Answer, Outcome
from actions.base import Turn
from engine.appointments.bookings import Bookings
from engine.appointments.matching import meant_by
from engine.appointments.people import EXCEPT, OTHER
from engine.appointments.purposes import TO_CHOOSE
from engine.flows.values import fold
from engine.french.moments import Moment, Problem
from engine.messages import Choice
from engine.tenants.sections.appointments import AppointmentPolicy, Purpose, Resource

#: Value of slot ``avec_qui`` of somebody who does not mind.
ANYBODY = "peu_importe"
#: Said by somebody who does not mind.
_ANYBODY = frozenset(
    (
        *("peu importe", "n importe", "n importe qui", "n importe lequel", "ca m est egal", "egal"),
        *("pas de preference", "sans preference", "aucune preference", "comme vous voulez"),
        *("les deux", "au choix", "indifferent", "le premier libre", "le premier disponible"),
    )
)


def policy_of(turn: Turn) -> AppointmentPolicy:
    """Return the rules of the tenant who is written to."""
    return turn.tenant.section(AppointmentPolicy)


def bookings_of(turn: Turn) -> Bookings:
    """Return the bookings of the tenant who is written to."""
    return Bookings(turn.tenant)


def typed(turn: Turn) -> str:
    """Return the words of this message; empty for a tap."""
    text = str(turn.tracker.latest_message.get("text") or "")
    return "" if text.startswith("/") else text


# -- beginning ---------------------------------------------------------------------------------


async def begin(turn: Turn) -> Outcome:
    """Look whether one more appointment is allowed, and keep whoever the first words name."""
    policy = policy_of(turn)
    allowed = await turn.house.database.look(bookings_of(turn).may_book, turn.contact, turn.now)
    slots: dict[str, str | None] = {"etat_reservation": "possible" if allowed else "trop_nombreux"}
    if not turn.slot("motif") and len(policy.purposes) == 1:
        slots["motif"] = policy.purposes[0].id
    named = meant_by(typed(turn), _names(policy.resources), aside=True)
    if not turn.slot("avec_qui") and len(named) == 1 and len(policy.resources) > 1:
        slots["avec_qui"] = named[0]
    if _is_past(turn.slot("creneau")):
        # "Ma mère décédée hier": when that was, not when they would like to come.
        slots["creneau"] = None
    return Outcome(slots=slots)


def _is_past(notation: str) -> bool:
    moment = Moment.parse(notation)
    return moment is not None and all(one.problem is Problem.PAST for one in moment.readings)


def prepare(turn: Turn) -> Outcome:
    """Follow the purpose: its name, its question, and whom it leaves to choose from.

    Raises ``LookupError`` when the purpose is gone from the tenant's file.
    """
    policy = policy_of(turn)
    purpose = purpose_of(turn)
    serving = policy.serving(purpose.id)
    slots: dict[str, str | None] = {
        "motif_en_clair": purpose.name,
        "question_motif": purpose.question or None,
    }
    if turn.slot("question_motif") != purpose.question:
        slots["precision_rendez_vous"] = None
    wanted = turn.slot("avec_qui")
    if len(serving) == 1:
        slots["avec_qui"] = serving[0].id
    elif wanted and wanted != ANYBODY and wanted not in {found.id for found in serving}:
        slots["avec_qui"] = None
    known = policy.resource(wanted)
    if known is not None and not known.serves(purpose.id):
        values = {"personne": capital(known.name), "motif": purpose.name}
        return Outcome(
            answers=(Answer(response="utter_ne_recoit_pas", values=values),), slots=slots
        )
    return Outcome(slots=slots)


def purpose_of(turn: Turn) -> Purpose:
    """Return what the person comes for. Raises ``LookupError`` when nobody knows it any more."""
    found = policy_of(turn).purpose(turn.slot("motif"))
    if found is None:
        raise LookupError(f"no purpose {turn.slot('motif')!r} in the tenant's file")
    return found


def resources_of(turn: Turn) -> tuple[Resource, ...]:
    """Return whom the person would meet: the one they named, or all who serve the purpose."""
    serving = policy_of(turn).serving(turn.slot("motif"))
    wanted = turn.slot("avec_qui")
    return tuple(found for found in serving if wanted in (ANYBODY, "", found.id))


# -- the purpose -------------------------------------------------------------------------------


def ask_purpose(turn: Turn) -> Answer:
    """Offer the purposes of the tenant."""
    choices = tuple(
        Choice(title=purpose.title, payload=f"/SetSlots(motif={purpose.id})")
        for purpose in policy_of(turn).purposes
    )
    return Answer(response="utter_choisir_motif", choices=choices)


def check_purpose(turn: Turn) -> Outcome:
    """Turn words into the id of a purpose, or say that none was recognised."""
    policy = policy_of(turn)
    said = turn.slot("motif")
    if said == TO_CHOOSE:
        return Outcome(slots={"motif": None})
    if policy.purpose(said) is not None:
        return Outcome()
    named = {purpose.id: purpose.names for purpose in policy.purposes}
    found = meant_by(said, named)
    if len(found) == 1:
        return Outcome(slots={"motif": found[0]})
    return Outcome(answers=(Answer(response="utter_motif_inconnu"),), slots={"motif": None})


# -- the person --------------------------------------------------------------------------------


def ask_person(turn: Turn) -> Answer:
    """Offer those who serve the purpose; the response itself has the row for "anybody"."""
    choices = tuple(
        Choice(title=found.title, payload=f"/SetSlots(avec_qui={found.id})")
        for found in policy_of(turn).serving(turn.slot("motif"))
    )
    return Answer(response="utter_choisir_personne", choices=choices)


def check_person(turn: Turn) -> Outcome:
    """Turn words into the id of somebody who serves the purpose, or say that nobody is meant."""
    serving = policy_of(turn).serving(turn.slot("motif"))
    said = turn.slot("avec_qui")
    if fold(said.replace("_", " ")) in _ANYBODY:
        return Outcome(slots={"avec_qui": ANYBODY})
    if said == OTHER or said.startswith(EXCEPT):
        return _somebody_else(turn, said.removeprefix(EXCEPT), serving)
    stranger = policy_of(turn).resource(said)
    if stranger is not None and stranger not in serving:
        return _does_not_serve(turn, stranger, serving)
    found = [said] if stranger is not None else meant_by(said, _names(serving))
    if len(found) == 1:
        return _met(next(resource for resource in serving if resource.id == found[0]))
    return Outcome(answers=(Answer(response="utter_personne_inconnue"),), slots={"avec_qui": None})


def _somebody_else(turn: Turn, refused: str, serving: tuple[Resource, ...]) -> Outcome:
    """Take the only other one who serves the purpose; of several let the person choose."""
    before = turn.slot("avec_qui_en_clair")
    others = [found for found in serving if refused != found.id and before != found.name]
    if len(serving) == 1:
        values = {"personne": serving[0].name}
        alone = Answer(response="utter_recoit_seul", values=values)
        return Outcome(answers=(alone,), slots=dict(_met(serving[0]).slots))
    return _met(others[0]) if len(others) == 1 else Outcome(slots={"avec_qui": None})


def _does_not_serve(turn: Turn, named: Resource, serving: tuple[Resource, ...]) -> Outcome:
    values = {"personne": capital(named.name), "motif": purpose_of(turn).name}
    said = Answer(response="utter_ne_recoit_pas", values=values)
    known = dict(_met(serving[0]).slots) if len(serving) == 1 else {"avec_qui": None}
    return Outcome(answers=(said,), slots=known)


def _met(resource: Resource) -> Outcome:
    return Outcome(slots={"avec_qui": resource.id, "avec_qui_en_clair": resource.name})


def _names(resources: Iterable[Resource]) -> dict[str, tuple[str, ...]]:
    return {resource.id: resource.names for resource in resources}


def capital(name: str) -> str:
    """Return ``Le père André``, as a sentence begins."""
    return name[:1].upper() + name[1:]
