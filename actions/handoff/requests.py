"""Asking for a person: when somebody will be there, and the ticket that is opened.

outcome = look_at_hours(turn)       # slots etat_bureau, reouverture, telephone_urgence, …
outcome = read_reason(turn)         # slot sens_raison: what no reason is
outcome = ask_for_a_person(turn)    # the effect that opens the ticket
"""

from __future__ import annotations

from actions.answer import Outcome
from actions.base import Turn
from actions.handoff.collected import collected, open_below, summary_of
from actions.handoff.mourning import is_mourning
from engine.delivery.contracts import Effect
from engine.french.speech import say_moment
from engine.french.withdrawal import declines, says_nothing
from engine.loaded_project import loaded_project
from engine.tenants.sections.handoff import HandoffPolicy

#: Characters of a reason that the office reads at a glance.
LONGEST_REASON = 500

#: Values of slot ``raison_contact`` that stand for something else than words of the person.
_OWN_WORDS = frozenset({"urgence", "plainte"})
_NO_WORDS = frozenset({"passer"})

_PRIORITIES = {"urgente": "urgent", "haute": "high"}


def look_at_hours(turn: Turn) -> Outcome:
    """Find out whether somebody is at the office now, and when next."""
    tenant = turn.tenant
    opening = tenant.next_opening(turn.now)
    closed = "ferme" if opening else "inconnu"
    return Outcome(
        slots={
            "etat_bureau": "ouvert" if tenant.is_open(turn.now) else closed,
            "reouverture": say_moment(opening, turn.now) if opening else None,
            "telephone_urgence": tenant.section(HandoffPolicy).emergency_phone or tenant.phone,
            "telephone_secretariat": tenant.phone,
            "parcours_interrompu": open_below(turn.tracker.slots, loaded_project().flows) or None,
        }
    )


def read_reason(turn: Turn) -> Outcome:
    """Tell an answer to "why?" that wants nobody any more, or gives no reason, from a reason."""
    given = turn.slot("raison_contact") or ""
    if declines(given):
        return Outcome(slots={"sens_raison": "renonce"})
    return Outcome(slots={"sens_raison": "politesse" if says_nothing(given) else None})


def ask_for_a_person(turn: Turn) -> Outcome:
    """Ask for a ticket with what the person said and what is known already."""
    flows = loaded_project().flows
    slots = collected(turn.tracker.slots, flows)
    priority = _PRIORITIES.get(turn.slot("priorite_contact"), "normal")
    reason = _reason(turn)
    below = open_below(turn.tracker.slots, flows)
    summary = summary_of(
        slots,
        reason=reason,
        priority=priority,
        interrupted=flows[below].name if below else "",
        asked=say_moment(turn.now, turn.now),
    )
    ticket = {"reason": reason, "priority": priority, "summary": summary, "slots": slots}
    effect = Effect(name="handoff.open", data=ticket)
    return Outcome(effects=(effect,), slots={"deuil": is_mourning(reason) or None})


def _reason(turn: Turn) -> str:
    """Return why a person is wanted, in the person's words; empty when they gave none."""
    given = turn.slot("raison_contact")
    if given in _NO_WORDS:
        return ""
    if given in _OWN_WORDS:
        given = str(turn.tracker.latest_message.get("text") or "")
        # A button carries an order for the engine, no words.
        given = "" if given.startswith("/") else given
    return given.strip()[:LONGEST_REASON]
