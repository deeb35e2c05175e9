"""The slots nearest to a wish: just that hour, that day, or the days around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.appointments.calendar import Calendar, Slot
from engine.appointments.wishes import Fit, Proposal, Wish, exact, propose, read_wish
from engine.french.moments.records import NO_LAST_DAY
from tests.engine.appointments.offices import MONDAY, office, priest

DAKAR = ZoneInfo("Africa/Dakar")
FREE = list(Calendar(office()).free(priest(), [], MONDAY))


def said(proposal: Proposal) -> list[str]:
    return [f"{slot.starts:%d %H:%M}" for slot in proposal.slots]


@pytest.mark.parametrize(
    ("notation", "fit", "slots"),
    [
        # The priest receives on Tuesday 24, Thursday 26, Tuesday 1 and Thursday 3, 15:30 to 18:00.
        ("2026-11-24T16:00", Fit.EXACT, ["24 15:30", "24 16:00", "24 16:30"]),
        ("2026-11-24", Fit.WITHIN, ["24 15:30", "24 16:30", "24 17:30"]),
        ("2026-11-24T16:00/17:00", Fit.WITHIN, ["24 16:00", "24 16:30"]),
        ("2026-11-24T09:00", Fit.SAME_DAY, ["24 15:30", "24 16:00", "24 16:30"]),
        ("2026-11-24T08:00/12:00", Fit.SAME_DAY, ["24 15:30", "24 16:00", "24 16:30"]),
        ("2026-11-25", Fit.OTHER_DAY, ["24 15:30", "26 15:30", "01 15:30"]),
        ("2026-11-25T17:00", Fit.OTHER_DAY, ["24 17:00", "26 17:00", "01 17:00"]),
        ("2027-11-25", Fit.OTHER_DAY, ["26 15:30", "01 15:30", "03 15:30"]),
        ("2026-11-23/2026-11-29", Fit.WITHIN, ["24 15:30", "24 17:30", "26 17:30"]),
        ("T17:00", Fit.WITHIN, ["24 17:00", "26 17:00", "01 17:00"]),
        ("T09:00", Fit.SAME_DAY, ["24 15:30", "26 15:30", "01 15:30"]),
        ("T17:00/23:59", Fit.WITHIN, ["24 17:00", "26 17:00", "01 17:00"]),
    ],
)
def test_the_nearest_three(notation: str, fit: Fit, slots: list[str]) -> None:
    proposal = propose(FREE, read_wish(notation), DAKAR)
    assert (proposal.fit, said(proposal)) == (fit, slots)


def test_without_a_wish_the_first_ones() -> None:
    assert said(propose(FREE, None, DAKAR)) == ["24 15:30", "24 16:00", "24 16:30"]
    assert propose([], None, DAKAR) == Proposal(slots=(), fit=Fit.NONE)


def test_what_was_shown_is_not_shown_again() -> None:
    seen: set[str] = set()
    for _ in range(len(FREE) // 3 + 1):
        shown = [
            slot.id for slot in propose(FREE, read_wish("2026-11-24"), DAKAR, passed=seen).slots
        ]
        assert shown and seen.isdisjoint(shown)
        seen.update(shown)
        if len(seen) == len(FREE):
            break
    assert propose(FREE, None, DAKAR, passed=seen).fit is Fit.NONE


def test_one_hour_of_two_people_is_offered_once() -> None:
    twin = [Slot(starts=s.starts, ends=s.ends, resource="pere_joseph") for s in FREE]
    proposal = propose([*FREE, *twin], None, DAKAR)
    assert len({slot.starts for slot in proposal.slots}) == 3
    assert {slot.resource for slot in proposal.slots} == {"pere_andre"}


def test_days_and_hours_are_those_of_the_place() -> None:
    zone = ZoneInfo("Europe/Paris")
    free = list(Calendar(office(zone="Europe/Paris")).free(priest(), [], MONDAY))
    found = exact(
        free, Wish(first=date(2026, 11, 24), last=date(2026, 11, 24), begins=time(16)), zone
    )
    assert found is not None and found.starts == datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "notation", ["2026-11-24", "T16:00", "2026-11-24T16:00/17:00", "2026-11-25T16:00"]
)
def test_only_a_day_with_an_hour_names_one_slot(notation: str) -> None:
    wish = read_wish(notation)
    assert wish is not None and exact(FREE, wish, DAKAR) is None


def test_a_wish_is_completed_by_the_one_before() -> None:
    day, hour = read_wish("2026-11-24"), read_wish("T16:00")
    both = read_wish("2026-11-24T16:00")
    assert day and hour and both
    assert hour.after(day) == both and day.after(hour) == both
    assert both.after(read_wish("2026-12-01T09:00")) == both
    assert day.after(None) == day


def test_other_texts_are_no_wish() -> None:
    for text in ("", "mardi", "2026-13-01", "P2D", "2026-11-24|2026-12-01", "!event"):
        assert read_wish(text) is None


days = st.dates(date(2026, 11, 1), date(2026, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    first = draw(st.none() | days)
    last = first
    if first is not None and draw(st.booleans()):
        last = draw(st.sampled_from([first + timedelta(days=3), NO_LAST_DAY]))
    begins, ends = draw(st.none() | clocks), None
    if begins is not None and draw(st.booleans()):
        ends = draw(clocks)
    if first is None and begins is None:
        first = last = draw(days)
    return Wish(first=first, last=last, begins=begins, ends=ends)


@given(wishes())
def test_a_wish_comes_back_from_its_notation(wish: Wish) -> None:
    assert read_wish(wish.notation) == wish


@given(wishes(), st.sets(st.sampled_from([slot.id for slot in FREE])))
def test_a_proposal_is_free_ordered_and_says_how_well_it_fits(wish: Wish, passed: set[str]) -> None:
    proposal = propose(FREE, wish, DAKAR, passed=passed)
    assert list(proposal.slots) == sorted(set(proposal.slots)) and len(proposal.slots) <= 3
    assert set(proposal.slots) <= set(FREE)
    assert all(slot.id not in passed for slot in proposal.slots)
    assert (proposal.fit is Fit.NONE) == (len(passed) == len(FREE))
    right_day = [wish.has_day(slot.starts.date()) for slot in proposal.slots]
    right_time = [wish.has_time(slot.starts.time()) for slot in proposal.slots]
    if proposal.fit in (Fit.WITHIN, Fit.EXACT, Fit.SAME_DAY):
        assert all(right_day)
    if proposal.fit is Fit.WITHIN:
        assert all(right_time)
    if proposal.fit is Fit.EXACT:
        assert any(right_time)
    if proposal.fit is Fit.OTHER_DAY:
        assert not any(right_day)
