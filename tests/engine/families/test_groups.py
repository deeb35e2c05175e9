"""A group meets on its weekday, within the year and outside of holidays."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from engine.families.groups import HORIZON_DAYS, Group, sessions
from engine.tenants.sections.catechism import Catechism
from tests.engine.families.parish_school import CALENDAR


def group(weekday: int) -> Group:
    return Group(
        id=1, name="Éveil", year="2026-2027", weekday=weekday, starts=time(15), ends=time(16)
    )


def test_today_counts_and_holidays_do_not() -> None:
    saturday = group(5)
    assert list(islice(sessions(saturday, CALENDAR, date(2026, 12, 12)), 3)) == [
        date(2026, 12, 12),
        date(2026, 12, 19),
        date(2027, 1, 9),
    ]


def test_before_the_year_the_first_session_is_the_next_and_after_it_there_is_none() -> None:
    assert next(sessions(group(2), CALENDAR, date(2026, 9, 1))) == date(2026, 10, 7)
    assert list(sessions(group(2), CALENDAR, date(2027, 6, 27))) == []


@given(st.integers(0, 6), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_every_session_is_one(weekday: int, first: date) -> None:
    found = list(sessions(group(weekday), CALENDAR, first))
    days = [first + timedelta(days=number) for number in range(HORIZON_DAYS + 1)]
    assert found == [day for day in days if group(weekday).meets(CALENDAR, day)]


def test_without_a_year_there_is_one_every_week() -> None:
    assert len(list(sessions(group(0), Catechism(), date(2026, 11, 23)))) == HORIZON_DAYS // 7 + 1
