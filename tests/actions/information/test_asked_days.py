"""The days that a question is about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.information.asked_days import MOST_DAYS, AskedDays, Trouble, find_days
from tests.actions.parishes import at

# A Tuesday.
NOW = at("2026-11-24T10:00")
FEASTS = (("Pâques", date(2027, 3, 28)), ("vendredi saint", date(2027, 3, 26)))


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{text}") for text in texts)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ()),
        ("aujourd'hui", days("11-24")),
        ("2026-11-29", days("11-29")),
        ("dimanche prochain", days("11-29")),
        ("samedi et dimanche", days("11-28", "11-29")),
        ("2026-11-28|2026-11-29", days("11-28", "11-29")),
        ("ce week-end", days("11-28", "11-29")),
        # Said on Tuesday: this Thursday or the next.
        ("jeudi prochain", days("11-26", "12-03")),
        ("mardi", days("11-24")),
        ("cette semaine", days("11-24", "11-25", "11-26", "11-27", "11-28", "11-29")),
        ("à Noël", days("12-25")),
        ("dimanche après la messe", days("11-29")),
        ("hier et demain", days("11-25")),
        # What was only said around the day.
        ("je suis là ce week-end, messe du dimanche", days("11-29")),
        ("Noël, cette année", days("12-25")),
        ("du vendredi au samedi, et dimanche", days("11-27", "11-28", "11-29")),
        ("en décembre", ()),
        ("à partir de jeudi", ()),
        ("à la Tabaski", ()),
        ("pendant deux heures", ()),
    ],
)
def test_the_days(said: str, expected: tuple[date, ...]) -> None:
    asked = find_days(said, NOW, FEASTS)
    assert (asked.days, asked.trouble) == (expected, None)


def test_a_feast_is_found_by_its_name() -> None:
    assert find_days("le vendredi saint", NOW, FEASTS).day == date(2027, 3, 26)


@pytest.mark.parametrize(
    ("said", "trouble", "day"),
    [
        ("hier", Trouble.PAST, date(2026, 11, 23)),
        ("le 12 novembre", Trouble.PAST, date(2026, 11, 12)),
        ("2026-11-16/2026-11-22!past", Trouble.PAST, date(2026, 11, 16)),
        ("le 30 février", Trouble.NO_SUCH_DAY, None),
        ("vendredi 24 novembre", Trouble.OTHER_WEEKDAY, date(2026, 11, 24)),
        ("le 3 mars 2031", Trouble.TOO_FAR, date(2031, 3, 3)),
    ],
)
def test_a_day_of_which_nothing_can_be_said(said: str, trouble: Trouble, day: date | None) -> None:
    asked = find_days(said, NOW, FEASTS)
    assert (asked.days, asked.trouble, asked.troubled) == ((), trouble, day)


def test_a_weekday_said_on_that_day_is_the_next_one_once_today_is_over() -> None:
    assert find_days("mardi", NOW, is_over=lambda _: True).days == days("12-01")
    assert find_days("mardi", NOW, is_over=lambda _: False).days == days("11-24")


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("samedi soir", (time(17), time(22))),
        ("le matin", (time(6), time(12))),
        ("dimanche à 10h", None),
        ("samedi soir ou dimanche matin", None),
        ("dimanche", None),
    ],
)
def test_a_part_of_the_day(said: str, hours: tuple[time, time] | None) -> None:
    asked = find_days(said, NOW)
    assert asked.hours == hours
    assert asked.covers(time(18, 30)) is (hours is None or hours[1] > time(19))


@given(
    st.text(max_size=60),
    st.datetimes(datetime(1990, 1, 1), datetime(9998, 1, 1)),
)
def test_any_text_at_any_time(text: str, moment: datetime) -> None:
    check(find_days(text, moment.replace(tzinfo=NOW.tzinfo), FEASTS), moment.date())


NOTATIONS = st.from_regex(
    r"\A(?:20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])"
    r"(?:/9999-12-31)?(?:T(?:0[0-9]|1[0-9]):[0-5][0-9](?:/2[0-3]:00)?)?(?:!past)?"
    r"(?:\|20[0-9]{2}-0[1-9]-1[0-9])?)\Z"
)


@given(NOTATIONS, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_notation_at_any_time(notation: str, today: date) -> None:
    now = datetime.combine(today, time(10), tzinfo=NOW.tzinfo)
    check(find_days(notation, now), today)


def check(asked: AskedDays, today: date) -> None:
    assert len(asked.days) <= MOST_DAYS
    assert list(asked.days) == sorted(set(asked.days))
    assert all(day >= today for day in asked.days)
    assert asked.trouble is None or not asked.days
    assert not asked.days or asked.days[0] <= today + timedelta(days=401)
