"""Actions of the request to enrol a child, which anybody may make.

What they say stands in ``domain/catechese.yml``.
"""

from __future__ import annotations

from actions.answer import Outcome
from actions.base import FrontDeskAction, Turn
from actions.catechesis.actions import visit_of
from actions.enrolment import enrolments


class ValidateNomEnfant(FrontDeskAction):
    """Keep the child's name only."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_nom_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Put the bare name into ``nom_enfant``, or empty it."""
        return enrolments.check_child_name(turn.slot("nom_enfant"), turn.typed)


class ValidateNomParent(FrontDeskAction):
    """Keep the parent's name only."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_nom_parent"

    async def answer(self, turn: Turn) -> Outcome:
        """Put the bare name into ``nom_parent``, or empty it."""
        return enrolments.check_parent_name(turn.slot("nom_parent"), turn.typed)


class ActionAskInscriptionJuste(FrontDeskAction):
    """Ask whether the request is right."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_inscription_juste"

    async def answer(self, turn: Turn) -> Outcome:
        """Sum it up."""
        return enrolments.confirm_enrolment(*_enrolment(turn))


class ActionInscrireEnfant(FrontDeskAction):
    """Keep the request for the office."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_inscrire_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Store it; the flow says that it is noted."""
        return await enrolments.request_enrolment(visit_of(turn), *_enrolment(turn))


def _enrolment(turn: Turn) -> tuple[str, float, str]:
    """Return child, age and parent. Raises ``ValueError`` when one was not asked for."""
    child, age, parent = turn.slot("nom_enfant"), turn.slot("age_enfant"), turn.slot("nom_parent")
    if not (child and age and parent):
        raise ValueError("an enrolment needs slots 'nom_enfant', 'age_enfant' and 'nom_parent'")
    return child, float(age), parent
