"""Actions that lead to a person: the office's hours, the ticket, telephone and e-mail.

They read and write the slots of ``domain/contact_humain.yml``; what to say next is the flow's
business (``flows/contact_humain``).
"""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.base import FrontDeskAction, Turn
from actions.handoff.contact import answer_contact
from actions.handoff.requests import ask_for_a_person, look_at_hours, read_reason


class ActionHeuresAccueil(FrontDeskAction):
    """Find out when somebody is at the office."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_heures_accueil"

    async def answer(self, turn: Turn) -> Outcome:
        """Write what the flow branches on."""
        return look_at_hours(turn)


class ActionLireRaison(FrontDeskAction):
    """See whether the answer is a reason at all."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_lire_raison"

    async def answer(self, turn: Turn) -> Outcome:
        """Write what the flow branches on."""
        return read_reason(turn)


class ActionOuvrirTicket(FrontDeskAction):
    """Ask the office to take over."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ouvrir_ticket"

    async def answer(self, turn: Turn) -> Outcome:
        """Ask for a ticket; it is opened with this very turn."""
        return ask_for_a_person(turn)


class ActionContactSecretariat(FrontDeskAction):
    """Tell how to reach a person."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_contact_secretariat"

    async def answer(self, turn: Turn) -> Answer:
        """Answer with telephone, e-mail address and hours of the tenant."""
        return answer_contact(turn.tenant)
