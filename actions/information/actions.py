"""Actions that inform: mass times, office hours, address, contact.

Each reads the slot ``jour_demande`` or nothing, and the tenant's file.
"""

from __future__ import annotations

from actions.answer import Answer
from actions.base import FrontDeskAction, Turn
from actions.information.address import answer_address
from actions.information.mass_times import answer_mass_times
from actions.information.office_hours import answer_office_hours


class ActionHorairesMesse(FrontDeskAction):
    """Tell when mass is said."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_messe"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the day asked for, or the week."""
        return answer_mass_times(turn.tenant, turn.slot("jour_demande"), turn.now)


class ActionHorairesBureau(FrontDeskAction):
    """Tell when the office is open."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_bureau"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the day asked for, or the week."""
        return answer_office_hours(turn.tenant, turn.slot("jour_demande"), turn.now)


class ActionAdresse(FrontDeskAction):
    """Tell where the organisation is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_adresse"

    async def answer(self, turn: Turn) -> Answer:
        """Answer with the address of the tenant."""
        return answer_address(turn.tenant)
