"""Actions of the catechism: the door, the child, absences, certificates.

Whoever shows something of a child goes through :meth:`actions.catechesis.visits.Visit.consult`,
which opens the family anew each time. What they say stands in ``domain/catechese.yml``.
"""

from __future__ import annotations

import asyncio
import uuid
from functools import partial

from actions.answer import Outcome
from actions.base import FrontDeskAction, Turn
from actions.catechesis import absences, certificates, children, withdrawals
from actions.catechesis.visits import Visit
from actions.following.last_question import answered_now
from engine.certificates.paper import prepare


def visit_of(turn: Turn) -> Visit:
    """Return the turn as the plain modules see it."""
    # Without an id of the message nobody can tell a repetition: rather twice than never.
    occasion = turn.message_id or uuid.uuid4().hex
    return Visit(
        house=turn.house,
        tenant=turn.tenant,
        contact=turn.contact,
        now=turn.now,
        key=f"{turn.sender}/{occasion}",
    )


# -- the door --------------------------------------------------------------------------------


class ActionVerifierAcces(FrontDeskAction):
    """Tell the flow whether the code must be asked for."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_verifier_acces"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``acces_parent``."""
        return await visit_of(turn).door()


class ActionEssayerCode(FrontDeskAction):
    """Try the code, and forget it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_essayer_code"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``acces_parent`` and empty ``code_parent``."""
        return await visit_of(turn).enter(turn.slot("code_parent"))


class ActionFermerAcces(FrontDeskAction):
    """End what the code opened."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_fermer_acces"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``acces_parent``."""
        return await visit_of(turn).leave()


# -- the child -------------------------------------------------------------------------------


class ActionChoisirEnfant(FrontDeskAction):
    """Settle which child is meant where nobody needs to be asked."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_choisir_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``nombre_enfants`` and ``enfant``."""
        said = turn.said or (str(turn.tracker.latest_message.get("text") or ""),)
        choose = partial(
            children.choose_child,
            slot=turn.slot("enfant"),
            said=said,
            before=turn.slot("enfant_choisi"),
        )
        return await visit_of(turn).consult(choose)


class ActionAskEnfant(FrontDeskAction):
    """Ask which child."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Offer the children of the family."""
        return await visit_of(turn).consult(children.ask_child, children.ask_child_closed)


class ValidateEnfant(FrontDeskAction):
    """Find the child that was named."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Put the child's number into ``enfant``, or empty it; leave it while nobody may know."""
        return await visit_of(turn).consult(
            partial(
                children.check_child,
                wanted=turn.slot("enfant"),
                before=turn.slot("enfant_choisi"),
            )
        )


class ActionGroupeEnfant(FrontDeskAction):
    """Tell about the child's group."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_groupe_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Say group, hours and next session."""
        shown = await visit_of(turn).consult(
            partial(children.show_group, wanted=turn.slot("enfant"))
        )
        return _remembered(turn, shown)


class ActionAbsencesEnfant(FrontDeskAction):
    """Tell about the child's absences."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_absences_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """List the absences of the year."""
        shown = await visit_of(turn).consult(
            partial(children.show_absences, wanted=turn.slot("enfant"))
        )
        return _remembered(turn, shown)


def _remembered(turn: Turn, shown: Outcome) -> Outcome:
    """Return ``shown``; what was shown of one child may be asked of another: "et Jean-Marie ?"."""
    return answered_now(turn, shown) if shown.answers else shown


# -- absences --------------------------------------------------------------------------------


class ActionSeancesEnfant(FrontDeskAction):
    """Tell the flow whether there is a session to miss."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_seances_enfant"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``seances_enfant``."""
        return await visit_of(turn).consult(
            partial(absences.look_for_sessions, wanted=turn.slot("enfant"))
        )


class ActionAskJourAbsence(FrontDeskAction):
    """Ask for the session."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_jour_absence"

    async def answer(self, turn: Turn) -> Outcome:
        """Offer the next sessions of the child."""
        return await visit_of(turn).consult(
            partial(absences.ask_day, wanted=turn.slot("enfant"), missed=_was_missed(turn)),
            absences.ask_day_closed,
        )


class ValidateJourAbsence(FrontDeskAction):
    """Find the session that was meant."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_jour_absence"

    async def answer(self, turn: Turn) -> Outcome:
        """Put the day into ``jour_absence``, or empty it; leave it while nobody may know."""
        return await visit_of(turn).consult(
            partial(
                absences.check_day,
                wanted=turn.slot("enfant"),
                said=turn.slot("jour_absence"),
                missed=_was_missed(turn),
            )
        )


class ActionAskAbsenceJuste(FrontDeskAction):
    """Ask whether the announcement is right."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_absence_juste"

    async def answer(self, turn: Turn) -> Outcome:
        """Sum it up."""
        return await visit_of(turn).consult(
            partial(
                absences.confirm,
                wanted=turn.slot("enfant"),
                day=turn.slot("jour_absence"),
                reason=turn.slot("raison_absence"),
            ),
            absences.go_on_closed,
        )


class ActionSignalerAbsence(FrontDeskAction):
    """Note the absence."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_signaler_absence"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``absence_notee``."""
        noted = await visit_of(turn).consult(
            partial(
                absences.note_absence,
                wanted=turn.slot("enfant"),
                day=turn.slot("jour_absence"),
                reason=turn.slot("raison_absence"),
            )
        )
        return answered_now(turn, noted) if "absence_notee" in noted.slots else noted


class ActionChercherAnnonces(FrontDeskAction):
    """Tell the flow whether the family announced an absence that can be taken back."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_chercher_annonces"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``absences_annoncees``, and ``enfant`` where only one child is concerned."""
        return await visit_of(turn).consult(withdrawals.look_for_notices)


class ActionChoisirAnnonce(FrontDeskAction):
    """Settle which notice is meant where nobody needs to be asked."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_choisir_annonce"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``absences_annoncees`` and ``absence_a_retirer``."""
        choose = partial(
            withdrawals.choose_notice,
            wanted=turn.slot("enfant"),
            said=turn.slot("absence_a_retirer"),
        )
        return await visit_of(turn).consult(choose)


class ActionAskAbsenceARetirer(FrontDeskAction):
    """Ask which notice is taken back."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_absence_a_retirer"

    async def answer(self, turn: Turn) -> Outcome:
        """Offer the notices of the child."""
        return await visit_of(turn).consult(
            partial(withdrawals.ask_notice, wanted=turn.slot("enfant")), absences.ask_day_closed
        )


class ValidateAbsenceARetirer(FrontDeskAction):
    """Find the notice that was meant."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "validate_absence_a_retirer"

    async def answer(self, turn: Turn) -> Outcome:
        """Put the day into ``absence_a_retirer``, or empty it; leave it while nobody may know."""
        check = partial(
            withdrawals.check_notice,
            wanted=turn.slot("enfant"),
            said=turn.slot("absence_a_retirer"),
        )
        return await visit_of(turn).consult(check)


class ActionAskRetraitJuste(FrontDeskAction):
    """Ask whether the notice is to be taken back."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_retrait_juste"

    async def answer(self, turn: Turn) -> Outcome:
        """Say what would be taken back."""
        confirm = partial(
            withdrawals.confirm_withdrawal,
            wanted=turn.slot("enfant"),
            day=turn.slot("absence_a_retirer"),
        )
        return await visit_of(turn).consult(confirm, absences.go_on_closed)


class ActionRetirerAbsence(FrontDeskAction):
    """Take the notice back."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_retirer_absence"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``absence_retiree``."""
        withdraw = partial(
            withdrawals.withdraw, wanted=turn.slot("enfant"), day=turn.slot("absence_a_retirer")
        )
        return await visit_of(turn).consult(withdraw)


def _was_missed(turn: Turn) -> bool:
    """Tell whether the person told of an absence that is over."""
    return turn.value("absence_passee") is True


# -- certificates ----------------------------------------------------------------------------


class ActionPreparerCertificat(FrontDeskAction):
    """Tell the flow whether the child can have a certificate."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_preparer_certificat"

    async def answer(self, turn: Turn) -> Outcome:
        """Set ``certificat_possible``."""
        return await visit_of(turn).consult(
            partial(certificates.prepare_certificate, wanted=turn.slot("enfant"))
        )


class ActionAskNomJuste(FrontDeskAction):
    """Ask whether the name is right."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_ask_nom_juste"

    async def answer(self, turn: Turn) -> Outcome:
        """Show what would be written."""
        return await visit_of(turn).consult(
            partial(certificates.preview, wanted=turn.slot("enfant")), absences.go_on_closed
        )


class ActionDelivrerCertificat(FrontDeskAction):
    """Issue the certificate and send it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_delivrer_certificat"

    async def answer(self, turn: Turn) -> Outcome:
        """Send the file."""
        # The library and its fonts take most of a second, the first time: not in a transaction,
        # and not in the loop that serves everybody.
        await asyncio.to_thread(prepare)
        sent = await visit_of(turn).consult(
            partial(certificates.deliver, wanted=turn.slot("enfant"))
        )
        return _remembered(turn, sent)
