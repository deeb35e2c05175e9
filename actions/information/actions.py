"""Actions that inform: masses, feasts, confessions, office, contacts, fees, sacraments, address.

Each reads its own slots (``domain/renseignement.yml``), the words of the message, and the tenant's
file. When the clock or a calendar is needed, it is the tenant's.
"""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.base import FrontDeskAction, Turn
from actions.information.address import answer_address
from actions.information.confessions import answer_confessions
from actions.information.contacts import answer_contacts
from actions.information.documents import answer_from_documents
from actions.information.feasts import answer_feasts
from actions.information.fees import answer_all_fees, answer_fees, tells_a_price
from actions.information.mass_times import answer_mass_times
from actions.information.office_hours import answer_office_hours
from actions.information.sacraments import (
    SLOT,
    answer_sacrament,
    ask_sacrament,
    check_sacrament,
    look_for_sacrament,
)


class ActionHorairesMesse(FrontDeskAction):
    """Tell when mass is said."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_messe"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the days asked for, the next mass, or the week."""
        return answer_mass_times(turn.tenant, turn.slot("quand_messe"), turn.now, turn.typed)


class ActionFetes(FrontDeskAction):
    """Tell when a feast is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_fetes"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the feast asked for, or those that come."""
        return answer_feasts(turn.tenant, turn.slot("quand_fete"), turn.now, turn.typed)


class ActionConfessions(FrontDeskAction):
    """Tell when a priest hears confessions."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_confessions"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the days asked for, or the week."""
        return answer_confessions(turn.tenant, turn.slot("quand_confession"), turn.now)


class ActionHorairesBureau(FrontDeskAction):
    """Tell when the office is open."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_bureau"

    async def answer(self, turn: Turn) -> Answer:
        """Answer about the days asked for, or the week; of another counter when it is named."""
        return answer_office_hours(turn.tenant, turn.slot("quand_bureau"), turn.now, turn.typed)


class ActionContacts(FrontDeskAction):
    """Tell how to reach somebody."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_contacts"

    async def answer(self, turn: Turn) -> Answer:
        """Answer with the numbers that were asked for, or all."""
        return answer_contacts(turn.tenant, turn.typed)


class ActionTarifs(FrontDeskAction):
    """Tell what something costs."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_tarifs"

    async def answer(self, turn: Turn) -> Answer:
        """Answer from the tenant's file, else from the documents, else with all that is known."""
        named = answer_fees(turn.tenant, turn.typed)
        found = named or await answer_from_documents(turn, tells_a_price)
        return found or answer_all_fees(turn.tenant)


class ActionAdresse(FrontDeskAction):
    """Tell where the organisation is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_adresse"

    async def answer(self, turn: Turn) -> Answer:
        """Answer with the address of the tenant, and its place on the map."""
        return answer_address(turn.tenant)


class ActionChercherSacrement(FrontDeskAction):
    """Find out which sacrament a question is about."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_chercher_sacrement"

    async def answer(self, turn: Turn) -> Outcome:
        """Write what the flow branches on."""
        return await look_for_sacrament(turn)


class ActionAskSacrementDemande(FrontDeskAction):
    """Ask which sacrament."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_sacrement_demande"

    async def answer(self, turn: Turn) -> Answer:
        """Offer those of the tenant's file."""
        return ask_sacrament(turn.tenant)


class ValidateSacrementDemande(FrontDeskAction):
    """Understand which sacrament."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_sacrement_demande"

    async def answer(self, turn: Turn) -> Outcome:
        """Turn words into the id of a sacrament."""
        return check_sacrament(turn)


class ActionSacrement(FrontDeskAction):
    """Tell how one comes to a sacrament."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_sacrement"

    async def answer(self, turn: Turn) -> Answer:
        """Answer with the sheet of the sacrament that was chosen."""
        return answer_sacrament(turn.tenant, turn.slot(SLOT))
