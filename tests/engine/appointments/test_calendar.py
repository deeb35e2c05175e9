"""Free slots: inside the hours, after the notice, within the horizon, never too crowded."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.appointments.calendar import Calendar, Slot, Taken, calendar_of, crowd, overlaps
from engine.tenants.timetable import Interval
from tests.engine.appointments.offices import MONDAY, hours, office, priest

TUESDAY = date(2026, 11, 24)
EVERY_DAY = (hours("00:00-04:00"),) * 7
#: Days on which clocks change, forwards and backwards.
CHANGES = {
    "Europe/Paris": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
}


def starts(tenant_zone: str, slots: list[Slot]) -> list[str]:
    zone = ZoneInfo(tenant_zone)
    return [f"{slot.starts.astimezone(zone):%H:%M}" for slot in slots]


def test_the_slots_of_a_day_fill_its_hours() -> None:
    calendar = Calendar(office())
    assert starts("Africa/Dakar", list(calendar.slots(priest(), TUESDAY))) == [
        *("15:30", "16:00", "16:30", "17:00", "17:30")
    ]
    assert list(calendar.slots(priest(), date(2026, 11, 25))) == []


def test_a_pause_is_kept_after_each() -> None:
    resource = priest(buffer=timedelta(minutes=15))
    slots = list(Calendar(office(resource)).slots(resource, TUESDAY))
    assert starts("Africa/Dakar", slots) == ["15:30", "16:15", "17:00"]
    assert crowd(slots[1], [Taken(starts=slots[0].starts, ends=slots[0].ends)], resource) == 0


def test_hours_that_nobody_says_are_those_of_the_office() -> None:
    resource = priest(weekly=None)
    calendar = Calendar(office(resource))
    assert starts("Africa/Dakar", list(calendar.slots(resource, TUESDAY)))[:2] == ["09:00", "09:30"]


def test_an_exception_goes_before_the_week_and_before_the_closed_days_of_the_office() -> None:
    christmas, other = date(2026, 12, 25), date(2026, 12, 24)
    everyday = priest(weekly=(hours("09:00-10:00"),) * 7)
    assert list(Calendar(office(everyday)).slots(everyday, christmas)) == []
    open_then = priest(
        weekly=everyday.weekly, exceptions={christmas: hours("10:00-10:30"), other: ()}
    )
    calendar = Calendar(office(open_then))
    assert starts("Africa/Dakar", list(calendar.slots(open_then, christmas))) == ["10:00"]
    assert list(calendar.slots(open_then, other)) == []


def test_notice_and_horizon() -> None:
    calendar = Calendar(office(horizon_days=3, notice=timedelta(hours=33)))
    free = list(calendar.free(priest(), [], MONDAY))
    assert [f"{slot.starts:%a %H:%M}" for slot in free][:2] == ["Tue 17:00", "Tue 17:30"]
    assert free[-1].starts == datetime(2026, 11, 26, 17, 30, tzinfo=UTC)


def test_what_is_taken_is_not_free_until_all_seats_are() -> None:
    slot = Calendar(office()).slots(priest(), TUESDAY)[0]
    seat = Taken(starts=slot.starts, ends=slot.ends)
    for capacity in (1, 3):
        resource = priest(capacity=capacity)
        calendar = Calendar(office(resource))
        assert slot in list(calendar.free(resource, [seat] * (capacity - 1), MONDAY))
        assert slot not in list(calendar.free(resource, [seat] * capacity, MONDAY))


def test_a_slot_comes_back_from_its_id() -> None:
    calendar = Calendar(office())
    slot = calendar.slots(priest(), TUESDAY)[0]
    assert slot.id == "pere_andre@2026-11-24T15:30Z"
    assert calendar.find(slot.id) == slot
    for other in ("pere_andre@2026-11-24T15:31Z", "nobody@2026-11-24T15:30Z", "mardi", "", "@Z"):
        assert calendar.find(other) is None


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text: str) -> None:
    assert Slot.parse(text) is None or "@" in text


@pytest.mark.parametrize("zone", CHANGES)
def test_an_hour_that_does_not_exist_has_no_slots(zone: str) -> None:
    resource = priest(weekly=EVERY_DAY)
    slots = list(Calendar(office(resource, zone=zone)).slots(resource, CHANGES[zone][0]))
    assert starts(zone, slots) == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30"]


@pytest.mark.parametrize("zone", CHANGES)
def test_an_hour_that_comes_twice_is_given_once(zone: str) -> None:
    resource = priest(weekly=EVERY_DAY)
    slots = list(Calendar(office(resource, zone=zone)).slots(resource, CHANGES[zone][1]))
    said = starts(zone, slots)
    assert said == [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(8)]
    assert all(slot.starts.astimezone(ZoneInfo(zone)).fold == 0 for slot in slots)


# -- properties --------------------------------------------------------------------------------

clocks = st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
openings = st.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Interval, ...], ...]:
    def day() -> tuple[Interval, ...]:
        if not draw(st.booleans()):
            return ()
        opens, closes = draw(openings)
        return (Interval(opens=opens, closes=closes),)

    return tuple(day() for _ in range(7))


@given(
    weekly=weeks(),
    zone=st.sampled_from(["Africa/Dakar", *CHANGES]),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    minutes=st.sampled_from([15, 20, 45]),
    buffer=st.sampled_from([0, 10]),
    capacity=st.integers(1, 3),
    data=st.data(),
)
def test_free_slots_keep_every_rule(
    weekly: tuple[tuple[Interval, ...], ...],
    zone: str,
    now: datetime,
    minutes: int,
    buffer: int,
    capacity: int,
    data: st.DataObject,
) -> None:
    resource = priest(
        weekly=weekly,
        slot=timedelta(minutes=minutes),
        buffer=timedelta(minutes=buffer),
        capacity=capacity,
    )
    tenant = office(resource, zone=zone, horizon_days=7, notice=timedelta(hours=5))
    calendar = Calendar(tenant)
    everything = list(calendar.free(resource, [], now))
    offsets = data.draw(st.lists(st.integers(-30, 7 * 24 * 60), max_size=6))
    taken = [
        Taken(starts=now + timedelta(minutes=o), ends=now + timedelta(minutes=o + minutes))
        for o in offsets
    ]
    free = list(calendar.free(resource, taken, now))
    assert free == sorted(free) and set(free) <= set(everything)
    for slot in free:
        here = tenant.local(slot.starts)
        end = tenant.local(slot.ends)
        assert slot.starts >= now + timedelta(hours=5)
        assert (here.date() - tenant.local(now).date()).days <= 7
        [interval] = calendar.openings(resource, here.date())
        closes = datetime.combine(here.date(), interval.closes, tzinfo=here.tzinfo)
        assert here.time() in interval and end.astimezone(UTC) <= closes.astimezone(UTC)
        assert sum(overlaps(slot, seat, resource.buffer) for seat in taken) < capacity
    for first, second in itertools.pairwise(free):
        assert not overlaps(first, second, resource.buffer)
    names = [tenant.local(slot.starts).replace(tzinfo=None) for slot in free]
    assert len(set(names)) == len(names), "two slots that people would call by one name"


def test_slots_are_remembered_for_their_resource_and_their_tenant_only() -> None:
    tenant = office()
    calendar = calendar_of(tenant)
    assert calendar_of(tenant) is calendar and calendar_of(office()) is not calendar
    one, longer = priest(), priest(slot=timedelta(minutes=60))
    assert calendar.slots(one, TUESDAY) is calendar.slots(one, TUESDAY)
    assert len(calendar.slots(longer, TUESDAY)) < len(calendar.slots(one, TUESDAY))
