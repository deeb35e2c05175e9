"""Tenants that give appointments."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from engine.tenants import Tenant
from engine.tenants.sections.appointments import AppointmentPolicy, Purpose, Resource
from engine.tenants.timetable import Interval
from tests.actions.parishes import parish

#: A Monday.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def hours(*texts: str) -> tuple[Interval, ...]:
    """Return openings: ``hours("09:00-12:00")``."""
    pairs = [text.split("-") for text in texts]
    return tuple(
        Interval(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for opens, closes in pairs
    )


def priest(**changes: object) -> Resource:
    """Return a priest who receives on Tuesday and Thursday afternoon, half an hour each."""
    facts: dict[str, object] = {
        "id": "pere_andre",
        "name": "le père André",
        "title": "Père André",
        "weekly": ((), hours("15:30-18:00"), (), hours("15:30-18:00"), (), (), ()),
        "slot": timedelta(minutes=30),
    }
    return Resource(**{**facts, **changes})  # type: ignore[arg-type]


def policy(*resources: Resource, **changes: object) -> AppointmentPolicy:
    """Return rules under which ``resources`` can be met, the priest if none is given."""
    facts: dict[str, object] = {
        "resources": resources or (priest(),),
        "purposes": (
            Purpose(id="bapteme", name="un baptême", title="Baptême"),
            Purpose(id="autre", name="un autre motif", title="Autre motif"),
        ),
        "notice": timedelta(hours=12),
        "horizon_days": 14,
    }
    return AppointmentPolicy(**{**facts, **changes})  # type: ignore[arg-type]


def office(*resources: Resource, zone: str = "Africa/Dakar", **changes: object) -> Tenant:
    """Return a parish with the rules of :func:`policy`."""
    return parish(zone_name=zone, sections=(policy(*resources, **changes),))
