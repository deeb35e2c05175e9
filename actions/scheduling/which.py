"""Which appointments somebody means in their own words: by place, by day, by purpose or person.

meant_bookings(turn, "celui de jeudi avec le père André", coming)      # one, several or none
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Turn
from actions.scheduling.choosing import policy_of
from actions.scheduling.search import place_said
from engine.appointments.bookings import Booking
from engine.appointments.matching import meant_by
from engine.appointments.wishes import Wish
from engine.flows.values import fold
from engine.french.moments import read_moments

#: What is chosen from, which everybody calls by this name.
_APPOINTMENT = re.compile(r"\b(?:rendez vous|rdv|celui|celle)\b")


def meant_bookings(
    turn: Turn, said: str, coming: Sequence[Booking], *, aside: bool = False
) -> list[Booking]:
    """Return those of ``coming`` that ``said`` may mean; all of its words count together.

    ``aside``: the words ask for something else besides: "déplacer celui de mardi à jeudi".
    """
    by_id = {str(booking.id): booking for booking in coming}
    number = fold(said)
    if number.isdecimal() and 0 < int(number) <= len(coming):
        return [coming[int(number) - 1]]
    place = place_said(_APPOINTMENT.sub(" ", fold(said)), list(by_id))
    if place:
        return [by_id[place]]
    readings = [
        wish
        for moment in read_moments(said, turn.now)
        for reading in moment.readings
        if (wish := Wish.of(reading)) is not None
    ]
    on_day = [booking for booking in coming if _is_at(turn, booking, readings)]
    if readings and not on_day and not aside:
        return []
    named = _named(turn, said, on_day or coming, aside)
    return named or on_day


def _is_at(turn: Turn, booking: Booking, readings: Sequence[Wish]) -> bool:
    at = turn.tenant.local(booking.starts_at)
    return any(wish.has_day(at.date()) and wish.has_time(at.time()) for wish in readings)


def _named(turn: Turn, said: str, among: Sequence[Booking], aside: bool) -> list[Booking]:
    """Return the appointments whose purpose or person the words name."""
    policy = policy_of(turn)
    by_id = {str(booking.id): booking for booking in among}
    named: dict[str, tuple[str, ...]] = {}
    for key, booking in by_id.items():
        purpose, resource = policy.purpose(booking.purpose), policy.resource(booking.resource)
        named[key] = (
            *((purpose.name, purpose.title) if purpose is not None else ()),
            *(resource.names if resource is not None else ()),
        )
    return [by_id[key] for key in meant_by(said, named, aside=aside)]
