"""What an organisation tells whoever asks: confessions, offices, contacts, fees, sacraments.

>>> Information().sacrament("bapteme") is None
True

Pure records; ``engine.tenants.sections.information`` reads them from the tenant's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.liturgy import feasts_on
from engine.tenants.timetable import Interval

#: Openings of the seven days from Monday.
Week = tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """Confessions of one day, or of one feast of every year."""

    # None for a feast.
    day: date | None
    # Id of a feast of ``engine.liturgy``; empty for a date.
    feast: str
    # "Célébration pénitentielle"
    name: str
    hours: tuple[Interval, ...]

    def falls_on(self, day: date) -> bool:
        """Tell whether it is held on ``day``."""
        if self.day is not None:
            return self.day == day
        return any(feast.id == self.feast for feast in feasts_on(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Confessions:
    """When a priest hears confessions."""

    weekly: Week
    special: tuple[Special, ...] = ()
    # As people are told it: "à l’église"; may be empty.
    place: str = ""
    # Said after the hours; may be empty.
    note: str = ""

    def special_on(self, day: date) -> Special | None:
        """Return what is special about ``day``."""
        return next((special for special in self.special if special.falls_on(day)), None)

    def on(self, day: date) -> tuple[Interval, ...]:
        """Return the hours of ``day``; none when nobody hears confessions."""
        special = self.special_on(day)
        return self.weekly[day.weekday()] if special is None else special.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A counter beside the office of the organisation, with hours of its own."""

    # "economat"
    id: str
    # As it begins a sentence: "L’économat de l’école".
    name: str
    weekly: Week
    # As people are told it; may be empty.
    place: str
    # How people call it.
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody, or a service, that can be reached."""

    # "cure"
    id: str
    name: str
    # Each may be empty, not all of them.
    phone: str
    email: str
    link: str
    note: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What something costs."""

    # "messe"
    id: str
    name: str
    # As people are told it: "3 000 F CFA", "gratuit".
    amount: str
    # May be empty.
    note: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sacrament:
    """How one comes to a sacrament, or to a funeral."""

    # "bapteme"
    id: str
    # "Le baptême"
    name: str
    # As it stands on a row: "Baptême".
    title: str
    # In their order; may be empty, as the rest.
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    delay: str
    contribution: str
    note: str
    # Id of the purpose for which one takes an appointment; its own id when the file is silent.
    purpose: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """What a tenant tells."""

    # None: not known.
    confessions: Confessions | None = None
    offices: tuple[Office, ...] = ()
    contacts: tuple[Contact, ...] = ()
    fees: tuple[Fee, ...] = ()
    sacraments: tuple[Sacrament, ...] = ()

    def sacrament(self, sacrament_id: str) -> Sacrament | None:
        """Return a sacrament by its id; None when the file has none of it."""
        return next((found for found in self.sacraments if found.id == sacrament_id), None)
