"""Actions that make appointments: for now, keep the request for the office."""

from __future__ import annotations

import uuid

from actions.answer import Answer
from actions.base import FrontDeskAction, Turn
from actions.scheduling.appointment_requests import AppointmentRequest, store


class ActionEnregistrerRendezVous(FrontDeskAction):
    """Store the request made of slots ``motif`` and ``jour``; the flow says that it is noted."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_enregistrer_rendez_vous"

    async def answer(self, turn: Turn) -> Answer | None:
        """Store the request once, however often the turn is run.

        Raises ``ValueError`` when a slot is empty, and ``DeliveryError`` when the database cannot
        be written: the flow then offers the office's telephone.
        """
        purpose, wished_day = turn.slot("motif"), turn.slot("jour")
        if not purpose or not wished_day:
            raise ValueError("an appointment request needs slots 'motif' and 'jour'")
        # Without an id of the message nobody can tell a repetition: rather twice than never.
        occasion = turn.message_id or uuid.uuid4().hex
        request = AppointmentRequest(
            key=f"{turn.sender}/{occasion}",
            tenant=turn.tenant.id,
            contact=turn.contact,
            purpose=purpose,
            wished_day=wished_day,
            asked_at=turn.now,
        )
        await turn.house.database.run(store, request)
        return None
