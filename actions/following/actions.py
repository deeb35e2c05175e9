"""Actions of the questions that only go on: "et lundi ?", "et pour Awa ?"."""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.base import FrontDeskAction, Turn
from actions.following.going_on import ask_what_of, go_on


class ActionSuite(FrontDeskAction):
    """Find out whether a message goes on about what was asked last."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_suite"

    async def answer(self, turn: Turn) -> Outcome:
        """Write what the flow branches on, and the day or the thing that is new."""
        return go_on(turn)


class ActionProposerJour(FrontDeskAction):
    """Ask what somebody wants to know of a day."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_proposer_jour"

    async def answer(self, turn: Turn) -> Answer:
        """Offer the hours that the house knows by the day."""
        return ask_what_of(turn)
