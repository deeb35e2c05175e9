"""What becomes of an appointment: moved, cancelled, reminded of, confirmed."""

from __future__ import annotations

from actions.answer import Answer, Outcome
from actions.base import Turn
from actions.scheduling.choosing import bookings_of, policy_of
from actions.scheduling.keeping import describe
from actions.scheduling.search import Search
from actions.scheduling.wording import say_whole
from engine.appointments.bookings import BOOKED, Booking, Refusal
from engine.appointments.calendar import slot_id

#: What the flow is told when nothing was done.
_REFUSED = {
    Refusal.GONE: "prise",
    Refusal.TOO_LATE: "trop_tard",
    Refusal.UNKNOWN: "introuvable",
    Refusal.TOO_MANY: "trop_nombreux",
}


async def prepare_move(turn: Turn) -> Outcome:
    """Let the search for another hour know what the appointment is for, and with whom.

    Raises ``LookupError`` when the appointment is gone: the flow has just chosen it.
    """
    booking = await _find(turn, turn.slot("rendez_vous"))
    if booking is None:
        raise LookupError("the appointment that was chosen does not exist")
    here = Search(settled=slot_id(booking.resource, booking.starts_at))
    return Outcome(
        slots={
            "motif": booking.purpose,
            "avec_qui": booking.resource,
            "recherche_creneau": here.to_json(),
        }
    )


async def move(turn: Turn) -> Outcome:
    """Move the appointment to the hour that was confirmed."""
    bookings = bookings_of(turn)
    booking_id, chosen = _number(turn.slot("rendez_vous")), turn.slot("creneau")
    slot = bookings.calendar.find(chosen)
    if slot is None:
        done: Booking | Refusal = Refusal.GONE
    else:
        said = say_whole(turn.tenant.local(slot.starts))
        done = await turn.house.database.run(
            bookings.move, booking_id, turn.contact, slot, said, turn.now
        )
    if isinstance(done, Booking):
        return Outcome(slots={"etat_reservation": "faite"})
    slots: dict[str, object] = {"etat_reservation": _REFUSED[done]}
    if done is Refusal.GONE:
        search = Search.of(turn.value("recherche_creneau")).missing(chosen)
        slots |= {"creneau": None, "recherche_creneau": search.to_json()}
    return Outcome(slots=slots)


async def cancel(turn: Turn) -> Outcome:
    """Cancel the appointment that was chosen."""
    booking_id = _number(turn.slot("rendez_vous"))
    done = await turn.house.database.run(
        bookings_of(turn).cancel, booking_id, turn.contact, turn.now
    )
    state = _REFUSED[done] if isinstance(done, Refusal) else "faite"
    return Outcome(slots={"etat_reservation": state})


async def remind(turn: Turn) -> Answer | None:
    """Remind of an appointment, unless it was moved or cancelled since the timer was set."""
    booking = await _find(turn, turn.slot("rappel"))
    void = (
        booking is None
        or booking.status != BOOKED
        or str(booking.revision) != turn.slot("rappel_revision")
        or booking.starts_at <= turn.now
    )
    if void or booking is None:
        return None
    return Answer(
        response="utter_rappel_rendez_vous",
        values={"rendez_vous_rappele": describe(turn, booking), "numero": str(booking.id)},
    )


async def confirm(turn: Turn) -> Answer:
    """Note that the person will come."""
    booking_id = _number(turn.slot("venue"))
    done = await turn.house.database.run(
        bookings_of(turn).confirm, booking_id, turn.contact, turn.now
    )
    if isinstance(done, Refusal):
        return Answer(response="utter_rendez_vous_introuvable")
    resource = policy_of(turn).resource(done.resource)
    values = {"quand": done.said, "avec_qui": "" if resource is None else resource.name}
    return Answer(response="utter_venue_confirmee", values=values)


async def _find(turn: Turn, written: str) -> Booking | None:
    booking_id = _number(written)
    return await turn.house.database.look(bookings_of(turn).find, booking_id, turn.contact)


def _number(written: str) -> int:
    """Return the number of an appointment; 0, which none has, for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 18 else 0
