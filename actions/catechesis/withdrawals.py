"""Taking back an absence that was announced: the child comes after all.

await visit.consult(look_for_notices)                                   # anything to take back?
await visit.consult(partial(choose_notice, wanted="3", said="2026-12-05"))
await visit.consult(partial(withdraw, wanted="3", day="2026-12-05"))
"""

from __future__ import annotations

from datetime import date

from actions.answer import Answer, Outcome
from actions.catechesis.session_days import days_of, is_over
from actions.catechesis.visits import Consultation, saying
from actions.catechesis.wording import say_short_day
from engine.families.absences import absences_of, withdraw_absence, withdrawable
from engine.families.children import Child, children_of
from engine.french.speech import say_day
from engine.messages import Choice

#: Notices that are offered: as many as WhatsApp has buttons.
_OFFERED = 3


def look_for_notices(look: Consultation) -> Outcome:
    """Tell the flow whether the family announced anything; settle the child where it is one's."""
    told = [child for child in children_of(look.connection, look.family) if _days(look, child)]
    if not told:
        return Outcome(slots={"absences_annoncees": "aucune"})
    slots = {"absences_annoncees": "oui"}
    return Outcome(slots=slots | ({"enfant": str(told[0].id)} if len(told) == 1 else {}))


def choose_notice(look: Consultation, wanted: str, said: str) -> Outcome:
    """Settle which notice is meant where nobody needs to be asked."""
    days = _days(look, look.child(wanted))
    if not days:
        return Outcome(slots={"absences_annoncees": "aucune"})
    meant = _meant(look, days, said) if said else days
    day = meant[0].isoformat() if len(meant) == 1 else None
    return Outcome(slots={"absences_annoncees": "oui", "absence_a_retirer": day})


def ask_notice(look: Consultation, wanted: str) -> Outcome:
    """Ask which notice, with a button for each."""
    child = look.child(wanted)
    choices = tuple(
        Choice(title=say_short_day(day), payload=f"/SetSlots(absence_a_retirer={day.isoformat()})")
        for day in _days(look, child)[:_OFFERED]
    )
    values = {"prenom": child.first_name}
    answer = Answer(response="utter_quelle_absence_retirer", values=values, choices=choices)
    return Outcome(answers=(answer,))


def check_notice(look: Consultation, wanted: str, said: str) -> Outcome:
    """Put the day of one notice in the place of what was said, or ask again."""
    meant = _meant(look, _days(look, look.child(wanted)), said)
    if len(meant) == 1:
        return Outcome(slots={"absence_a_retirer": meant[0].isoformat()})
    unknown = Answer(response="utter_absence_a_retirer_inconnue")
    return Outcome(answers=(unknown,), slots={"absence_a_retirer": None})


def confirm_withdrawal(look: Consultation, wanted: str, day: str) -> Outcome:
    """Say what would be taken back, and ask whether that is right; ask which if it is none."""
    child = look.child(wanted)
    meant = _meant(look, _days(look, child), day)
    if len(meant) != 1:
        return ask_notice(look, wanted)
    said = say_day(meant[0], look.visit.now.date())
    return saying("utter_retrait_a_confirmer", prenom=child.first_name, jour_lu=said)


def withdraw(look: Consultation, wanted: str, day: str) -> Outcome:
    """Take the notice back, once."""
    child = look.child(wanted)
    meant = _meant(look, _days(look, child), day)
    done = len(meant) == 1 and withdraw_absence(
        look.connection, look.family, child, meant[0], look.visit.now
    )
    return Outcome(slots={"absence_retiree": "oui" if done else "non"})


def _days(look: Consultation, child: Child) -> list[date]:
    """Return the days of the notices that can be taken back, the next one first."""
    now = look.visit.now
    days = withdrawable(absences_of(look.connection, look.family, child), now.date())
    return [day for day in days if child.group is None or not is_over(child.group, day, now)]


def _meant(look: Consultation, days: list[date], said: str) -> list[date]:
    named = days_of(said, look.visit.now)
    return [day for day in days if day in named]
