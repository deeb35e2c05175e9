"""Telling that a child will not come to a session, or why it did not.

await visit.consult(partial(check_day, wanted="3", said="samedi"))
await visit.consult(partial(note_absence, wanted="3", day="2026-11-28", reason="voyage"))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from actions.answer import Answer, Outcome
from actions.catechesis.session_days import (
    Fault,
    Found,
    coming_sessions,
    is_over,
    missed_sessions,
    read_session,
)
from actions.catechesis.visits import Consultation, saying
from actions.catechesis.wording import say_short_day
from engine.families.absences import Notice, announce_absence
from engine.families.children import Child
from engine.french.speech import WEEKDAYS, join, say_day
from engine.messages import Choice

#: Sessions that are offered: as many as WhatsApp has buttons.
_OFFERED = 3
#: Longest reason that is kept, in characters.
_LONGEST = 120
#: Values of slot ``absence_notee`` for a session that is not over.
_TOLD = {Notice.NEW: "nouvelle", Notice.EXPLAINED: "nouvelle", Notice.KNOWN: "deja"}


def look_for_sessions(look: Consultation, wanted: str) -> Outcome:
    """Tell the flow whether there is any session to miss, or to have missed."""
    child = look.child(wanted)
    known = [*_offered(look, child, missed=False), *_offered(look, child, missed=True)]
    return Outcome(slots={"seances_enfant": "oui" if known else "aucune"})


def ask_day(look: Consultation, wanted: str, *, missed: bool = False) -> Outcome:
    """Ask for the session, with a button for each of the next ones, or of those just missed."""
    child = look.child(wanted)
    days = _offered(look, child, missed=missed) or _offered(look, child, missed=False)
    return Outcome(answers=(_ask_which(child, days),))


def ask_day_closed() -> Outcome:
    """Ask for the day without showing any session."""
    return saying("utter_quelle_seance_sans_acces")


def check_day(look: Consultation, wanted: str, said: str, *, missed: bool = False) -> Outcome:
    """Put the day of the session in the place of what was said, or say what is wrong with it."""
    child = look.child(wanted)
    if child.group is None:
        # The flow has asked before; a change by the office in between ends in a question again.
        return Outcome(slots={"jour_absence": None})
    rules, now = look.visit.rules, look.visit.now
    found = read_session(said, child.group, rules, now, missed=missed)
    if found.day is not None:
        return Outcome(slots={"jour_absence": found.day.isoformat()})
    return Outcome(answers=(_explain(look, child, found),), slots={"jour_absence": None})


def confirm(look: Consultation, wanted: str, day: str, reason: str) -> Outcome:
    """Sum the announcement up and ask whether it is right; without a session, ask for it."""
    child = look.child(wanted)
    session = _session(look, child, day)
    if session is None:
        return ask_day(look, wanted)
    return saying(
        "utter_absence_a_confirmer",
        prenom=child.first_name,
        jour_lu=say_day(session, look.visit.now.date()),
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
    """Note the absence, or its reason, once."""
    child = look.child(wanted)
    session = _session(look, child, day)
    if session is None:
        return Outcome(slots={"jour_absence": None, "absence_notee": "sans_seance"})
    notice = announce_absence(
        look.connection, look.family, child, session, reason[:_LONGEST], look.visit.now
    )
    over = child.group is not None and is_over(child.group, session, look.visit.now)
    if notice is not Notice.KNOWN and over:
        return Outcome(slots={"absence_notee": "expliquee"})
    return Outcome(slots={"absence_notee": _TOLD[notice]})


def _session(look: Consultation, child: Child, day: str) -> date | None:
    """Return the session that was settled on; None when it is none any more.

    The office has moved the child, or a day was told for something else in the meantime.
    """
    if child.group is None:
        return None
    return read_session(day, child.group, look.visit.rules, look.visit.now).day


def _offered(look: Consultation, child: Child, *, missed: bool) -> list[date]:
    if child.group is None:
        return []
    find = missed_sessions if missed else coming_sessions
    return list(islice(find(child.group, look.visit.rules, look.visit.now), _OFFERED))


def _ask_which(child: Child, days: Sequence[date], response: str = "utter_quelle_seance") -> Answer:
    choices = tuple(
        Choice(title=say_short_day(day), payload=f"/SetSlots(jour_absence={day.isoformat()})")
        for day in days
    )
    return Answer(response=response, values={"prenom": child.first_name}, choices=choices)


def _explain(look: Consultation, child: Child, found: Found) -> Answer:
    today = look.visit.now.date()
    match found.fault:
        case Fault.PAST:
            return Answer(response="utter_seance_passee")
        case Fault.SEVERAL:
            said = join([say_day(day, today) for day in found.choices[:_OFFERED]], "ou")
            return Answer(response="utter_plusieurs_seances", values={"seances": said})
        case Fault.NO_SESSION:
            values = {"prenom": child.first_name, "jour_lu": _say_which(found.choices, today)}
            return Answer(response="utter_pas_de_seance", values=values)
    return Answer(response="utter_jour_absence_incompris")


def _say_which(days: Sequence[date], today: date) -> str:
    """Return one day, "le samedi" for several of one name, or a word for all of them."""
    if len(days) == 1:
        return say_day(days[0], today)
    weekdays = {day.weekday() for day in days}
    return f"le {WEEKDAYS[weekdays.pop()]}" if len(weekdays) == 1 else "ces jours-là"
