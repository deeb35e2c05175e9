"""Which child is meant, and what its parent may know of it.

await visit.consult(partial(choose_child, slot="", said=["et le groupe d'Awa ?"]))
await visit.consult(partial(show_group, wanted="3"))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from actions.answer import Answer, Outcome
from actions.catechesis.visits import Consultation, saying
from actions.catechesis.wording import button_title, say_hours, say_short_day
from engine.families import audit
from engine.families.absences import absences_of
from engine.families.children import Child, children_of, find_child, name_children
from engine.families.groups import Group, sessions
from engine.flows.values import fold
from engine.french.known_children import OTHER
from engine.french.speech import WEEKDAYS, say_day
from engine.messages import Choice

#: A family with more children types the name: WhatsApp's lists end here.
_MOST_ROWS = 10
#: "les deux", "tous"
_TOGETHER = frozenset(("deux", "trois", "tous", "toutes", "chacun"))


def choose_child(look: Consultation, slot: str, said: Sequence[str], before: str = "") -> Outcome:
    """Settle which child is meant where nobody needs to be asked.

    ``slot`` is what was chosen before, which may have been another family's; ``said`` are the
    person's messages, newest first: "le groupe d'Awa ?" stands before the code. Where the two name
    different children, who is asked: a child of another request is never taken in silence.
    ``before`` is the child of whom was spoken last: "et l'autre ?" sets itself off from that one.
    """
    children = children_of(look.connection, look.family)
    number = "un" if len(children) == 1 else "plusieurs" if children else "aucun"
    if slot == OTHER:
        return _chosen(_other(children, before), nombre_enfants=number)
    found = find_child(look.connection, look.family, slot) if slot else None
    if found is None and len(children) == 1:
        found = children[0]
    every = (find_child(look.connection, look.family, words) for words in said)
    named = next((child for child in every if child is not None), None)
    if found is not None and named is not None and found != named:
        return _chosen(None, nombre_enfants=number)
    return _chosen(found or named, nombre_enfants=number)


def _other(children: Sequence[Child], before: str) -> Child | None:
    """Return the one child beside the one who was spoken of; None where that is not clear."""
    rest = [child for child in children if str(child.id) != before]
    return rest[0] if len(rest) == 1 else None


def _chosen(child: Child | None, **slots: str) -> Outcome:
    """Write the child, and that this one was spoken of; nobody is asked for."""
    if child is None:
        return Outcome(slots={**slots, "enfant": None})
    number = str(child.id)
    return Outcome(slots={**slots, "enfant": number, "enfant_choisi": number})


def ask_child(look: Consultation) -> Outcome:
    """Ask which child, with a button for each."""
    children = children_of(look.connection, look.family)
    choices = tuple(
        Choice(title=button_title(child.first_name), payload=f"/SetSlots(enfant={child.id})")
        for child in children
    )
    offered = choices if len(choices) <= _MOST_ROWS else ()
    return Outcome(answers=(Answer(response="utter_quel_enfant", choices=offered),))


def ask_child_closed() -> Outcome:
    """Ask which child without showing any."""
    return saying("utter_quel_enfant_sans_acces")


def check_child(look: Consultation, wanted: str, before: str = "") -> Outcome:
    """Put the child's number in the place of what was typed, or ask again."""
    if wanted == OTHER:
        return _chosen(_other(children_of(look.connection, look.family), before))
    found = find_child(look.connection, look.family, wanted)
    if found is not None:
        return _chosen(found)
    several = len(name_children(children_of(look.connection, look.family), wanted)) > 1
    several = several or not _TOGETHER.isdisjoint(fold(wanted).split())
    unknown = Answer(response="utter_un_enfant_d_abord" if several else "utter_enfant_inconnu")
    return Outcome(answers=(unknown,), slots={"enfant": None})


def show_group(look: Consultation, wanted: str) -> Outcome:
    """Say group, next session and catechist."""
    child = look.child(wanted)
    _note_look(look, child)
    if child.group is None:
        return saying("utter_sans_groupe", prenom=child.first_name)
    group = child.group
    hours = say_hours(group.starts, group.ends)
    place = f", {group.room}" if group.room else ""
    return saying(
        "utter_groupe_enfant",
        prenom=child.first_name,
        groupe=group.name,
        annee=group.year,
        horaires=f"le {WEEKDAYS[group.weekday]} {hours}{place}",
        prochaine_seance=_say_next(look, group),
        catechiste=group.catechist or "à préciser",
    )


def show_absences(look: Consultation, wanted: str) -> Outcome:
    """List the absences of this school year."""
    child = look.child(wanted)
    _note_look(look, child)
    year = look.visit.rules.year
    lines = [
        _say_absence(absence.day, absence.reason, absence.announced)
        for absence in absences_of(look.connection, look.family, child)
        if year is None or year.starts <= absence.day <= year.ends
    ]
    if not lines:
        return saying("utter_aucune_absence", prenom=child.first_name)
    return saying("utter_absences_enfant", prenom=child.first_name, absences="\n".join(lines))


def _say_next(look: Consultation, group: Group) -> str:
    """Return the next session that is not over yet."""
    now = look.visit.now
    for day in sessions(group, look.visit.rules, now.date()):
        if datetime.combine(day, group.ends, tzinfo=now.tzinfo) > now:
            return say_day(day, now.date())
    return "à la rentrée"


def _say_absence(day: date, reason: str, announced: bool) -> str:
    why = ", ".join(filter(None, (reason, "annoncée" if announced else "")))
    return f"• {say_short_day(day)}{f' ({why})' if why else ''}"


def _note_look(look: Consultation, child: Child) -> None:
    audit.note(
        look.connection,
        tenant=look.family.tenant,
        actor=look.family.contact,
        action=audit.CHILD_SHOWN,
        subject=f"child:{child.id}",
        now=look.visit.now,
    )
