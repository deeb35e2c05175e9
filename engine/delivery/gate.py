"""Before any prediction: may the assistant answer this message at all?

::

    decision = decide(heard, heard, Standing(), now=now, pause=pause)     # "STOP, merci !"
    decision.notice                                                       # 'utter_arret_confirme'

Pure: the standing comes with the lease, and what is to change goes out as effects of the turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.delivery.choices import folded
from engine.delivery.contracts import Effect
from engine.delivery.effects import OPT_IN, OPT_OUT, QUEUE_TOLD
from engine.delivery.orders import asks_to_start, asks_to_stop
from engine.delivery.standing import Handler, Standing
from engine.flows.payloads import Payload, parse_payload
from engine.french.alarms import speaks_of_peril
from engine.french.withdrawal import takes_back
from engine.messages import Inbound, Kind

#: Responses of the domain that are said here.
STOPPED = "utter_arret_confirme"
RESUMED = "utter_reprise_confirmee"
QUEUED = "utter_file_attente"
HOURS = "utter_horaires_accueil"
DANGER = "utter_urgence_en_attente"
SPOKEN_HERE = (STOPPED, RESUMED, QUEUED, HOURS, DANGER)

#: Effects that the room of the hand-off brings.
WITHDRAW = "handoff.withdraw"
RETURN = "handoff.return"
MISSED_REMINDER = "handoff.missed_reminder"

#: Intents that the house itself sends to a conversation.
_COME_BACK = "reprise_assistant"
_BEGIN_ANEW = "restart"

_HOURS = frozenset(
    {
        "horaire",
        "horaires",
        "ouvert",
        "ouverte",
        "ouverts",
        "ouvre",
        "ouvrez",
        "ouvrent",
        "ouverture",
        "ouvertures",
        "fermez",
        "fermeture",
    }
)
#: Who asks for these asks for the same answer: it has the telephone.
_TELEPHONE = frozenset(("numero", "num", "telephone", "tel", "joindre"))
_ANSWERED = re.compile(r"\b(?:quand|combien de temps)\b.*\b(?:repon|rappel|appel|lire)\w*")
_ANSWERED_WHEN = re.compile(r"\b(?:repon|rappel)\w+\b.*\bquand\b")
#: So many figures are a number that is given.
_GIVEN = 7
#: Who says one of these while they wait must not wait for the office to open.
_DANGER = frozenset(
    (
        *("urgence", "urgences", "urgent", "urgente", "danger", "grave", "accident", "suicide"),
        *("saamu", "gaawal"),
    )
)
#: A question about the hours is not a story.
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a message."""

    # True: the brain has its turn. False: the message is kept, and that is all.
    run: bool
    # Why, for the trace: "stop", "opted_out", "waiting", …
    why: str = ""
    # Name of a response to send without a turn; empty for none.
    notice: str = ""
    # Done in the transaction of the message.
    effects: tuple[Effect, ...] = ()


_RUN = Decision(run=True)


def decide(
    heard: Inbound, settled: Inbound, standing: Standing, *, now: datetime, pause: timedelta
) -> Decision:
    """Decide about a message as it was ``heard``, and as it is understood beside the choices.

    ``pause`` is the time between two notices to somebody who waits for a person.
    """
    if heard.kind is Kind.TRIGGER:
        return _of_the_house(heard, standing)
    said = _said(heard, settled)
    if asks_to_stop(said) and not standing.opted_out:
        return _say(STOPPED, "stop", Effect(name=OPT_OUT))
    if standing.opted_out:
        if asks_to_start(said):
            return _say(RESUMED, "start", Effect(name=OPT_IN))
        return Decision(run=False, why="opted_out")
    if standing.handler is Handler.HUMAN:
        return Decision(run=False, why="human")
    if standing.handler is Handler.WAITING:
        return _in_the_queue(heard.text, standing, now, pause)
    return _RUN


def asks_for_hours(text: str) -> bool:
    """Tell whether a short ``text`` asks when or how somebody can be reached.

    >>> asks_for_hours("Vous êtes ouverts samedi ?"), asks_for_hours("il y a une heure")
    (True, False)
    >>> asks_for_hours("quel numéro ?"), asks_for_hours("vous répondez quand ?")
    (True, True)
    >>> asks_for_hours("mon numéro : 77 123 45 67")
    False
    """
    plain = folded(text)
    words = plain.split()
    if len(words) > _MOST_WORDS or sum(map(str.isdigit, plain)) >= _GIVEN:
        return False
    when = _ANSWERED.search(plain) or _ANSWERED_WHEN.search(plain)
    return bool(when) or not (_HOURS | _TELEPHONE).isdisjoint(words)


def speaks_of_danger(text: str) -> bool:
    """Tell whether ``text`` may speak of life and death: a telephone number too many harms nobody.

    >>> speaks_of_danger("ma mère est mourante"), speaks_of_danger("c'est pour un baptême")
    (True, False)
    """
    return not _DANGER.isdisjoint(folded(text).split()) or speaks_of_peril(text)


def _said(heard: Inbound, settled: Inbound) -> str:
    """Return what was typed; empty for a tap, which means what its button means."""
    tapped = heard.kind is Kind.CHOICE and settled.kind is Kind.CHOICE
    return "" if tapped else heard.text


def _in_the_queue(text: str, standing: Standing, now: datetime, pause: timedelta) -> Decision:
    if takes_back(text):
        return Decision(run=False, why="withdrawn", effects=(Effect(name=WITHDRAW),))
    if speaks_of_danger(text):
        return _say(DANGER, "waiting")
    if asks_for_hours(text):
        return _say(HOURS, "waiting")
    told = standing.queue_told_at
    if told is not None and now - told < pause:
        return Decision(run=False, why="waiting")
    return _say(QUEUED, "waiting", Effect(name=QUEUE_TOLD))


def _of_the_house(trigger: Inbound, standing: Standing) -> Decision:
    """Decide about what the house itself says to a conversation: reminders, the return."""
    read = parse_payload(trigger.payload) or Payload()
    away = standing.handler is not Handler.BOT
    if read.intent == _BEGIN_ANEW:
        # Somebody tries things out: everything is as on the first day again.
        effects = [Effect(name=OPT_IN)] * standing.opted_out + [_return(read)] * away
        return Decision(run=True, effects=tuple(effects))
    if read.intent == _COME_BACK and away:
        run = not standing.opted_out
        return Decision(run=run, why="" if run else "opted_out", effects=(_return(read),))
    if not away and not standing.opted_out:
        return _RUN
    why = "opted_out" if standing.opted_out else standing.handler.value
    missed = Effect(name=MISSED_REMINDER, data={"payload": trigger.payload, "why": why})
    return Decision(run=False, why=why, effects=(missed,))


def _return(read: Payload) -> Effect:
    return Effect(name=RETURN, data=dict(read.entities))


def _say(name: str, why: str, *effects: Effect) -> Decision:
    return Decision(run=False, why=why, notice=name, effects=effects)
