"""Appointments of the person: booked, listed, and one of them chosen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.scheduling.choosing import bookings_of, policy_of, typed
from actions.scheduling.search import Search
from actions.scheduling.which import meant_bookings
from actions.scheduling.wording import say_row, say_whole
from engine.appointments.bookings import BOOKED, Booking, Refusal, Wanted
from engine.appointments.calendar import Slot
from engine.messages import Choice

#: Rows of a list.
_ROWS = 10
#: Slot with the numbers of the appointments of which one is meant; empty for all that are to come.
_LEFT = "rendez_vous_possibles"


# -- booking -----------------------------------------------------------------------------------


async def book(turn: Turn) -> Outcome:
    """Book the slot that was confirmed, once, however often the turn is run.

    What is no slot any more, because an old button was tapped meanwhile, is asked for again.
    """
    chosen = turn.slot("creneau")
    slot = bookings_of(turn).calendar.find(chosen) if Slot.parse(chosen) else None
    if slot is None:
        return _gone(turn, chosen)
    # Without an id of the message nobody can tell a repetition: rather twice than never.
    occasion = turn.message_id or uuid.uuid4().hex
    wanted = Wanted(
        key=f"{turn.sender}/{occasion}",
        contact=turn.contact,
        slot=slot,
        purpose=turn.slot("motif"),
        said=say_whole(turn.tenant.local(slot.starts)),
        note=turn.slot("precision_rendez_vous"),
    )
    done = await turn.house.database.run(bookings_of(turn).book, wanted, turn.now)
    if done is Refusal.TOO_MANY:
        return Outcome(slots={"etat_reservation": "trop_nombreux"})
    if isinstance(done, Refusal):
        return _gone(turn, chosen)
    return Outcome(slots={"etat_reservation": "faite"})


def _gone(turn: Turn, slot_id: str) -> Outcome:
    """Let the flow offer other slots: this one was taken in the meantime."""
    search = Search.of(turn.value("recherche_creneau")).missing(slot_id)
    return Outcome(
        slots={
            "etat_reservation": "prise",
            "creneau": None,
            "recherche_creneau": search.to_json(),
        }
    )


async def release(turn: Turn) -> Outcome:
    """Let others have the slot that was kept for a person who gave up."""
    await turn.house.database.run(bookings_of(turn).release, turn.contact)
    return Outcome()


# -- listing and choosing ----------------------------------------------------------------------


async def list_coming(turn: Turn) -> Outcome:
    """Write the appointments to come into slot ``liste_rendez_vous``."""
    coming = await _coming(turn)
    lines = "\n".join(f"• {describe(turn, booking)}" for booking in coming)
    return Outcome(slots={"etat_rendez_vous": _how_many(coming), "liste_rendez_vous": lines})


async def find_coming(turn: Turn) -> Outcome:
    """Count the appointments to come; the only one is chosen at once."""
    coming = await _coming(turn)
    slots: dict[str, object] = {"etat_rendez_vous": _how_many(coming), _LEFT: None}
    if turn.slot("rendez_vous"):
        # A button of a reminder names one: it is looked at even when there are no others.
        slots["etat_rendez_vous"] = "plusieurs"
        return Outcome(slots=slots)
    meant = coming
    if len(coming) > 1:
        meant = meant_bookings(turn, turn.typed, coming, aside=True)
    if len(meant) == 1:
        slots["rendez_vous"] = str(meant[0].id)
    elif len(meant) < len(coming):
        slots[_LEFT] = _ids(meant) or None
    return Outcome(slots=slots)


async def ask_which(turn: Turn) -> Answer:
    """Offer the appointments to come, or those of them that are left."""
    coming = await _coming(turn)
    coming = _left(turn, coming) or coming
    return Answer(
        response="utter_choisir_rendez_vous",
        choices=tuple(
            Choice(
                title=say_row(turn.tenant.local(booking.starts_at)),
                payload=f"/SetSlots(rendez_vous={booking.id})",
                description=_purpose(turn, booking),
            )
            for booking in coming[:_ROWS]
        ),
    )


async def check_which(turn: Turn) -> Outcome:
    """Turn words into the id of an appointment, and tell the flow whether it can be changed."""
    bookings = bookings_of(turn)
    said = turn.slot("rendez_vous")
    booking: Booking | None = None
    if said.isdecimal() and len(said) < 18 and said != typed(turn).strip():
        booking = await turn.house.database.look(bookings.find, int(said), turn.contact)
    else:
        coming = await _coming(turn)
        left = _left(turn, coming)
        words = typed(turn) or said
        found = meant_bookings(turn, words, left) or meant_bookings(turn, words, coming)
        if len(found) != 1:
            unclear = "utter_plusieurs_rendez_vous" if found else "utter_rendez_vous_non_reconnu"
            # Who asks anew sees all of them again.
            slots = {"rendez_vous": None, _LEFT: _ids(found) or None}
            return Outcome(answers=(Answer(response=unclear),), slots=slots)
        booking = found[0]
    if booking is None or booking.status != BOOKED or booking.starts_at <= turn.now:
        return Outcome(slots={"etat_rendez_vous": "inconnu", _LEFT: None})
    free_to_change = bookings.may_change(booking, turn.now)
    return Outcome(
        slots={
            "rendez_vous": str(booking.id),
            "rendez_vous_en_clair": describe(turn, booking),
            "etat_rendez_vous": "modifiable" if free_to_change else "trop_tard",
            _LEFT: None,
        }
    )


async def _coming(turn: Turn) -> list[Booking]:
    return await turn.house.database.look(bookings_of(turn).coming, turn.contact, turn.now)


def _ids(bookings: Sequence[Booking]) -> list[int]:
    return [booking.id for booking in bookings]


def _left(turn: Turn, coming: Sequence[Booking]) -> list[Booking]:
    """Return those of ``coming`` that the last words left to choose from."""
    left = turn.value(_LEFT) or ()
    return [booking for booking in coming if booking.id in left]


def _how_many(coming: Sequence[Booking]) -> str:
    return "aucun" if not coming else "un" if len(coming) == 1 else "plusieurs"


def describe(turn: Turn, booking: Booking) -> str:
    """Return ``mardi 24 novembre 2026 à 15 h, avec le père André, pour un baptême``."""
    resource = policy_of(turn).resource(booking.resource)
    purpose = _purpose(turn, booking)
    said = booking.said
    if resource is not None:
        said += f", avec {resource.name}"
    return f"{said}, pour {purpose}" if purpose else said


def _purpose(turn: Turn, booking: Booking) -> str:
    purpose = policy_of(turn).purpose(booking.purpose)
    return "" if purpose is None else purpose.name
