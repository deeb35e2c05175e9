"""Actions that make appointments: each is a name for a function of the modules beside this one.

The slots that they read and write are described in ``domain/rendez_vous.yml``. Whatever fails is
raised: the flows say so and offer the office.
"""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.base import FrontDeskAction, Turn
from actions.scheduling import changes, choosing, hours, keeping


class ActionCommencerRendezVous(FrontDeskAction):
    """Look whether one more appointment is allowed."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_commencer_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`choosing.begin`."""
        return await choosing.begin(turn)


class ActionAskMotif(FrontDeskAction):
    """Ask what the person comes for."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_motif"

    async def answer(self, turn: Turn) -> Answer:
        """Decide by :func:`choosing.ask_purpose`."""
        return choosing.ask_purpose(turn)


class ValidateMotif(FrontDeskAction):
    """Recognise the purpose in what was answered."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_motif"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`choosing.check_purpose`."""
        return choosing.check_purpose(turn)


class ActionPreparerRendezVous(FrontDeskAction):
    """Find out what the purpose asks for, and who serves it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_preparer_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`choosing.prepare`."""
        return choosing.prepare(turn)


class ActionAskAvecQui(FrontDeskAction):
    """Ask whom the person would like to meet."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_avec_qui"

    async def answer(self, turn: Turn) -> Answer:
        """Decide by :func:`choosing.ask_person`."""
        return choosing.ask_person(turn)


class ValidateAvecQui(FrontDeskAction):
    """Recognise the one to meet in what was answered."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_avec_qui"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`choosing.check_person`."""
        return choosing.check_person(turn)


class ActionChercherCreneaux(FrontDeskAction):
    """Look whether anything is free."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_chercher_creneaux"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`hours.look_for_slots`."""
        return await hours.look_for_slots(turn)


class ActionAskCreneau(FrontDeskAction):
    """Ask when, or offer what is free."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_creneau"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`hours.ask_slot`."""
        return await hours.ask_slot(turn)


class ValidateCreneau(FrontDeskAction):
    """Keep the slot that was chosen, or note the wish."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_creneau"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`hours.check_slot`."""
        return await hours.check_slot(turn)


class ActionAskAutreVoie(FrontDeskAction):
    """Say that all is full, and what else can be done."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_autre_voie"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`hours.ask_other_way`."""
        return await hours.ask_other_way(turn)


class ActionReserverRendezVous(FrontDeskAction):
    """Book the slot that was confirmed."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_reserver_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`keeping.book`."""
        return await keeping.book(turn)


class ActionLibererCreneau(FrontDeskAction):
    """Let others have the slot that was kept."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_liberer_creneau"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`keeping.release`."""
        return await keeping.release(turn)


class ActionVoirRendezVous(FrontDeskAction):
    """List the appointments to come."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_voir_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`keeping.list_coming`."""
        return await keeping.list_coming(turn)


class ActionTrouverRendezVous(FrontDeskAction):
    """Count the appointments to come."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_trouver_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`keeping.find_coming`."""
        return await keeping.find_coming(turn)


class ActionAskRendezVous(FrontDeskAction):
    """Ask which appointment is meant."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_rendez_vous"

    async def answer(self, turn: Turn) -> Answer:
        """Decide by :func:`keeping.ask_which`."""
        return await keeping.ask_which(turn)


class ValidateRendezVous(FrontDeskAction):
    """Recognise the appointment in what was answered."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`keeping.check_which`."""
        return await keeping.check_which(turn)


class ActionPreparerDeplacement(FrontDeskAction):
    """Take purpose and person from the appointment."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_preparer_deplacement"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`changes.prepare_move`."""
        return await changes.prepare_move(turn)


class ActionDeplacerRendezVous(FrontDeskAction):
    """Move the appointment to the slot that was confirmed."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_deplacer_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`changes.move`."""
        return await changes.move(turn)


class ActionAnnulerRendezVous(FrontDeskAction):
    """Cancel the appointment."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_annuler_rendez_vous"

    async def answer(self, turn: Turn) -> Outcome:
        """Decide by :func:`changes.cancel`."""
        return await changes.cancel(turn)


class ActionRappelRendezVous(FrontDeskAction):
    """Remind of an appointment, or say nothing."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_rappel_rendez_vous"

    async def answer(self, turn: Turn) -> Answer | None:
        """Decide by :func:`changes.remind`."""
        return await changes.remind(turn)


class ActionConfirmerVenue(FrontDeskAction):
    """Note that the person will come."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_confirmer_venue"

    async def answer(self, turn: Turn) -> Answer:
        """Decide by :func:`changes.confirm`."""
        return await changes.confirm(turn)
