"""When the office is due, and when the assistant no longer waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engine.handoff.hours import due_at, return_at
from engine.tenants.sections.handoff import HandoffPolicy
from tests.actions.parishes import at
from tests.engine.handoff.office import tenant

PARISH = tenant()
PARIS = tenant(zone_name="Europe/Paris")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("now", "priority", "due"),
    [
        ("2026-03-03T10:00", "normal", "2026-03-03T10:00"),
        ("2026-03-03T13:00", "normal", "2026-03-03T15:30"),
        ("2026-03-02T12:00", "high", "2026-03-03T09:00"),
        # The Thursday of that week is closed.
        ("2026-03-04T18:30", "normal", "2026-03-07T09:00"),
        ("2026-03-02T23:00", "urgent", "2026-03-02T23:00"),
    ],
)
def test_the_office_is_due_when_it_is_open(now: str, priority: str, due: str) -> None:
    assert due_at(PARISH, at(now), priority) == at(due)


@pytest.mark.parametrize(
    ("since", "back"),
    [
        ("2026-03-03T08:00", "2026-03-03T20:00"),
        # 21:00 and 6:00 are night: the next morning.
        ("2026-03-03T09:00", "2026-03-04T08:00"),
        ("2026-03-03T18:00", "2026-03-04T08:00"),
        ("2026-03-03T20:00", "2026-03-04T08:00"),
        ("2026-03-03T23:30", "2026-03-04T11:30"),
    ],
)
def test_the_assistant_is_back_after_twelve_hours_but_not_at_night(since: str, back: str) -> None:
    assert return_at(PARISH, at(since)) == at(back)


def test_the_delay_is_the_tenants() -> None:
    quick = tenant(sections=(HandoffPolicy(return_after=timedelta(hours=2)),))
    assert return_at(quick, at("2026-03-03T10:00")) == at("2026-03-03T12:00")


@given(MOMENTS)
def test_nobody_is_woken_and_nobody_is_given_up_early(since: datetime) -> None:
    for place in (PARISH, PARIS):
        back = place.local(return_at(place, since))
        assert 8 <= back.hour < 21
        assert timedelta(hours=12) <= back - since <= timedelta(hours=24)
