"""Actions that inform: masses, feasts, confessions, office, contacts, fees, sacraments, address.

Each reads its own slots (``domain/renseignement.yml``), the words of the message, and the tenant's
file. When the clock or a calendar is needed, it is the tenant's.
"""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Outcome
from actions.answering.replies import FOUND, RESULT
from actions.base import FrontDeskAction, Turn
from actions.following.last_question import earlier_words, last_question, remembered
from actions.information.address import answer_address
from actions.information.confessions import answer_confessions
from actions.information.contacts import answer_contacts
from actions.information.documents import answer_from_documents, answer_going_on
from actions.information.feasts import COMING, answer_feasts
from actions.information.fees import (
    answer_all_fees,
    answer_fees,
    answer_no_fee,
    asks_for_all,
    tells_a_price,
)
from actions.information.mass_questions import asks_for_an_intention
from actions.information.mass_times import answer_mass_times
from actions.information.office_hours import answer_office_hours, names_a_counter
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

    async def answer(self, turn: Turn) -> Outcome:
        """Answer about the days asked for, the next mass, or the week.

        "Une messe pour un défunt" asks for no hour: the documents say how to ask for it.
        """
        if asks_for_an_intention(turn.typed):
            found = await answer_from_documents(turn)
            if found:
                return remembered(turn, found, words=turn.typed)
        asked, earlier = turn.slot("quand_messe"), earlier_words(turn)
        answer = answer_mass_times(turn.tenant, asked, turn.now, turn.typed, earlier)
        return remembered(turn, answer, words=f"{earlier} {turn.typed}".strip(), when=asked)


class ActionFetes(FrontDeskAction):
    """Tell when a feast is."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_fetes"

    async def answer(self, turn: Turn) -> Outcome:
        """Answer about the feast asked for, or those that come; or go on about another thing.

        "C'est quand ?" after an answer of the documents asks when that is.
        """
        asked = turn.slot("quand_fete")
        answer = answer_feasts(turn.tenant, asked, turn.now, turn.typed)
        thing = last_question(turn).thing
        if answer.response == COMING and (found := await answer_going_on(turn)):
            told = remembered(turn, found, words=thing)
            return replace(told, slots={**told.slots, RESULT: FOUND})
        return remembered(turn, answer, words=turn.typed, when=asked)


class ActionConfessions(FrontDeskAction):
    """Tell when a priest hears confessions."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_confessions"

    async def answer(self, turn: Turn) -> Outcome:
        """Answer about the days asked for, or the week."""
        asked = turn.slot("quand_confession")
        answer = answer_confessions(turn.tenant, asked, turn.now)
        return remembered(turn, answer, words=turn.typed, when=asked)


class ActionHorairesBureau(FrontDeskAction):
    """Tell when the office is open."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_horaires_bureau"

    async def answer(self, turn: Turn) -> Outcome:
        """Answer about the days asked for, or the week; of another counter when it is named."""
        asked, earlier = turn.slot("quand_bureau"), earlier_words(turn)
        answer = answer_office_hours(turn.tenant, asked, turn.now, turn.typed, earlier)
        named = names_a_counter(turn.tenant, turn.typed)
        return remembered(
            turn, answer, words=turn.typed if named else earlier or turn.typed, when=asked
        )


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

    async def answer(self, turn: Turn) -> Outcome:
        """Answer from the tenant's file, else from the documents, else with all that is known.

        "C'est combien ?" asks what the thing costs that was asked for last.
        """
        if named := answer_fees(turn.tenant, turn.typed):
            return remembered(turn, named, words=turn.typed)
        thing = "" if asks_for_all(turn.typed) else last_question(turn).thing
        if thing:
            found = answer_fees(turn.tenant, thing) or await answer_going_on(turn, tells_a_price)
            return remembered(turn, found or answer_no_fee(), words=thing)
        answer = await answer_from_documents(turn, tells_a_price) or answer_all_fees(turn.tenant)
        return remembered(turn, answer, words=turn.typed)


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

    async def answer(self, turn: Turn) -> Outcome:
        """Answer with the sheet of the sacrament that was chosen."""
        answer = answer_sacrament(turn.tenant, turn.slot(SLOT))
        return remembered(turn, answer, words=answer.values["sacrement"])
