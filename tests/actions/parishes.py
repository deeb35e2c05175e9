"""Tenants for the tests of actions, described as in their files."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from engine.tenants import Address, Tenant
from engine.tenants.sections import SECTIONS
from engine.tenants.timetable import Feast, Interval, Mass, MassTimes, OfficeHours

MORNING = Interval(opens=time(9), closes=time(12, 30))
AFTERNOON = Interval(opens=time(15, 30), closes=time(18))
FRENCH = {"language": "en français", "place": "à l’église"}


def parish(**changes: object) -> Tenant:
    """Return a parish in Dakar; open from Tuesday to Thursday and on Saturday morning."""
    whole, none = (MORNING, AFTERNOON), ()
    evening = (Mass(starts=time(18, 30), **FRENCH),)
    facts: dict[str, object] = {
        "id": "paroisse",
        "name": "Paroisse des Essais",
        "zone_name": "Africa/Dakar",
        "language": "fr",
        "base_session_minutes": 30,
        "session_minutes_of": {},
        "enabled_flows": None,
        "hours": OfficeHours(
            weekly=(none, whole, whole, whole, none, (MORNING,), none),
            closed={date(2026, 12, 25): "Noël", date(2026, 3, 5): ""},
        ),
        "masses": MassTimes(
            weekly=(
                (),
                evening,
                (Mass(starts=time(18, 30), language="en wolof", place="à la chapelle"),),
                evening,
                evening,
                evening,
                (Mass(starts=time(7, 30), **FRENCH), Mass(starts=time(10), **FRENCH)),
            ),
            feasts=(
                Feast(
                    day=date(2026, 12, 25),
                    name="Noël",
                    masses=(Mass(starts=time(10), **FRENCH),),
                ),
            ),
        ),
        "address": Address(
            street="1, rue des Tests",
            district="Dakar",
            landmark="derrière le marché",
            latitude=14.5,
            longitude=-17.5,
            map_link="https://maps.google.com/?q=14.5,-17.5",
        ),
        "phone": "+221 33 800 00 00",
        "email": "secretariat@essais.example",
        "accounts": (),
        "sections": tuple(section.DEFAULT for section in SECTIONS),
    }
    return Tenant(**{**facts, **changes})  # type: ignore[arg-type]


def at(text: str) -> datetime:
    """Return a moment in UTC, which is Dakar's time: ``at("2026-03-04T10:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
