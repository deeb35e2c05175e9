"""What "et lundi ?" or "et pour un mariage ?" asks: the last question again, with what is new.

    go_on(turn).slots     # {'suite': 'messes', 'quand_messe': '2026-11-30'}

    go_on(turn).slots     # {'suite': 'groupe_enfant', 'enfant': '2'}: "et Awa ?"

Nothing is guessed: a message that names more than a day, a purpose or a counter is none of this
(``suite`` stays empty), and is treated as if nobody had asked anything before.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.following.last_question import (
    GOES_ON,
    OF_CHILDREN,
    OF_DAYS,
    LastQuestion,
    beside,
    day_of,
    last_question,
    on_that_day,
    only_goes_on,
)
from actions.information.fees import answer_fees
from actions.information.mass_questions import read_mass_question
from actions.information.office_hours import names_a_counter
from actions.information.sacraments import SLOT, meant_sacraments
from engine.french.moments import Moment
from engine.french.speech import say_day
from engine.messages import Choice

#: A day, and nothing that it could be of.
A_DAY: Final = "jour"
#: What can be asked about a day, by the intent.
_ABOUT_DAYS: Final = (
    ("Messes", "horaires_messe"),
    ("Secrétariat", "horaires_bureau"),
    ("Confessions", "confessions"),
)


def go_on(turn: Turn) -> Outcome:
    """Write which topic is asked for again, with its own slots; an empty one for none."""
    slots: dict[str, Any] = {}
    if only_goes_on(turn.typed):
        last = last_question(turn)
        when, rest = day_of(turn)
        slots = _of_days(turn, last, when, rest) or _of_things(turn, last)
        slots = slots or _of_children(turn, last)
        if not slots and not last.topic and _day(when) and not beside(rest):
            slots = {GOES_ON: A_DAY}
    return Outcome(slots={GOES_ON: None, **slots})


def ask_what_of(turn: Turn) -> Answer:
    """Ask what somebody wants to know of the day that they named."""
    notation, _ = day_of(turn)
    day = _day(notation)
    choices = tuple(
        Choice(title=title, payload=f'/{intent}{{"quand": "{notation}"}}')
        for title, intent in _ABOUT_DAYS
    )
    said = say_day(day, turn.now.date()) if day else "ce jour"
    return Answer(response="utter_jour_que_savoir", values={"jour_lu": said}, choices=choices)


def _day(notation: str) -> date | None:
    """Return the one day, or the first, of a notation; None for a doubt, or an hour alone."""
    moment = Moment.parse(notation)
    return moment.day if moment else None


def _of_days(turn: Turn, last: LastQuestion, when: str, rest: str) -> dict[str, Any]:
    """Return the slots for a question about days: of another day, another counter, in wolof."""
    slot = OF_DAYS.get(last.topic)
    if slot is None:
        return {}
    names = _names_of_topic(turn, last.topic, rest)
    if beside(rest) and not names:
        return {}
    if not when and not names:
        return {}
    return {GOES_ON: last.topic, slot: on_that_day(when, last.when) if when else last.when or None}


def _names_of_topic(turn: Turn, topic: str, rest: str) -> bool:
    """Tell whether words beside the day say what is asked for within the topic."""
    if topic == "messes":
        return read_mass_question(rest, turn.tenant.masses).says_which
    return topic == "bureau" and names_a_counter(turn.tenant, rest)


def _of_children(turn: Turn, last: LastQuestion) -> dict[str, Any]:
    """Return the slots for what was shown of one child, asked of another one."""
    if last.topic not in OF_CHILDREN:
        return {}
    named = [
        str(entity.get("value"))
        for kind in ("enfant_connu", "personne")
        for entity in turn.tracker.latest_message.get("entities") or ()
        if entity.get("entity") == kind
    ]
    return {GOES_ON: last.topic, "enfant": named[0]} if named else {}


def _of_things(turn: Turn, last: LastQuestion) -> dict[str, Any]:
    """Return the slots for a question about what something costs, or what it needs."""
    if last.topic == "tarifs" and answer_fees(turn.tenant, turn.typed) is not None:
        return {GOES_ON: "tarifs"}
    meant = meant_sacraments(turn.tenant, turn.typed)
    if last.topic == "sacrements" and len(meant) == 1:
        return {GOES_ON: "sacrements", SLOT: meant[0]}
    return {}
