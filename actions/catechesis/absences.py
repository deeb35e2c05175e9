"""Announcing that a child will not come to a session.

await visit.consult(partial(check_day, wanted="3", said="samedi"))
await visit.consult(partial(note_absence, wanted="3", day="2026-11-28", reason="voyage"))
"""

from __future__ import annotations

from datetime import date
from itertools import islice

from actions.answer import Answer, Outcome
from actions.catechesis.session_days import Fault, Found, read_session
from actions.catechesis.visits import Consultation, saying
from actions.catechesis.wording import say_short_day
from engine.families.children import Child, announce_absence
from engine.families.groups import sessions
from engine.french.speech import say_day
from engine.messages import Choice

#: Sessions that are offered: as many as WhatsApp has buttons.
_OFFERED = 3
#: Longest reason that is kept, in characters.
_LONGEST = 120


def look_for_sessions(look: Consultation, wanted: str) -> Outcome:
    """Tell the flow whether there is any session to miss."""
    coming = _coming(look, look.child(wanted))
    return Outcome(slots={"seances_enfant": "oui" if coming else "aucune"})


def ask_day(look: Consultation, wanted: str) -> Outcome:
    """Ask for the session, with a button for each of the next ones."""
    child = look.child(wanted)
    choices = tuple(
        Choice(title=say_short_day(day), payload=f"/SetSlots(jour_absence={day.isoformat()})")
        for day in _coming(look, child)
    )
    values = {"prenom": child.first_name}
    answer = Answer(response="utter_quelle_seance", values=values, choices=choices)
    return Outcome(answers=(answer,))


def ask_day_closed() -> Outcome:
    """Ask for the day without showing any session."""
    return saying("utter_quelle_seance_sans_acces")


def check_day(look: Consultation, wanted: str, said: str) -> Outcome:
    """Put the day of the session in the place of what was said, or say what is wrong with it."""
    child = look.child(wanted)
    if child.group is None:
        # The flow has asked before; a change by the office in between ends in a question again.
        return Outcome(slots={"jour_absence": None})
    found = read_session(said, child.group, look.visit.rules, look.visit.now)
    if found.day is not None:
        return Outcome(slots={"jour_absence": found.day.isoformat()})
    return Outcome(answers=(_explain(look, child, found),), slots={"jour_absence": None})


def confirm(look: Consultation, wanted: str, day: str, reason: str) -> Outcome:
    """Sum the announcement up and ask whether it is right."""
    child = look.child(wanted)
    return saying(
        "utter_absence_a_confirmer",
        prenom=child.first_name,
        jour_lu=say_day(_session(look, child, day), look.visit.now.date()),
        raison=reason,
    )


def go_on_closed() -> Outcome:
    """Ask whether to go on, without showing anything of the child."""
    go_on = (
        Choice(title="Oui, continuer", payload="/affirmer"),
        Choice(title="Annuler", payload="/annuler"),
    )
    return Outcome(answers=(Answer(response="utter_continuer_sans_acces", choices=go_on),))


def note_absence(look: Consultation, wanted: str, day: str, reason: str) -> Outcome:
    """Note the absence, once."""
    child = look.child(wanted)
    new = announce_absence(
        look.connection,
        look.family,
        child,
        _session(look, child, day),
        reason[:_LONGEST],
        look.visit.now,
    )
    return Outcome(slots={"absence_notee": "nouvelle" if new else "deja"})


def _session(look: Consultation, child: Child, day: str) -> date:
    """Return the session that was settled on.

    Raises ``LookupError`` when it is none any more: the office has moved the child.
    """
    if child.group is not None:
        found = read_session(day, child.group, look.visit.rules, look.visit.now)
        if found.day is not None:
            return found.day
    raise LookupError("the child has no such session")


def _coming(look: Consultation, child: Child) -> list[date]:
    if child.group is None:
        return []
    first = look.visit.now.date()
    return list(islice(sessions(child.group, look.visit.rules, first), _OFFERED))


def _explain(look: Consultation, child: Child, found: Found) -> Answer:
    match found.fault:
        case Fault.PAST:
            return Answer(response="utter_seance_passee")
        case Fault.SEVERAL:
            return Answer(response="utter_plusieurs_seances")
        case Fault.NO_SESSION:
            named = say_day(found.named, look.visit.now.date()) if found.named else "ces jours-là"
            values = {"prenom": child.first_name, "jour_lu": named}
            return Answer(response="utter_pas_de_seance", values=values)
    return Answer(response="utter_jour_absence_incompris")
