"""Days, hours and durations are said in full and without doubt."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.moments import Moment
from engine.french.speech import (
    join,
    say_briefly,
    say_date,
    say_day,
    say_duration,
    say_in_full,
    say_moment,
    say_wish,
)

TODAY = date(2026, 11, 24)


def test_a_day_near_and_far() -> None:
    days = [TODAY, date(2026, 11, 25), date(2026, 12, 1), date(2027, 12, 1)]
    assert [say_day(day, TODAY) for day in days] == [
        "aujourd’hui",
        "demain",
        "mardi 1er décembre",
        "mercredi 1er décembre 2027",
    ]


def test_what_is_repeated_before_a_booking() -> None:
    assert say_in_full(datetime(2026, 11, 24, 15)) == "mardi 24 novembre 2026 à 15 h"
    assert say_in_full(datetime(2027, 1, 1, 9, 5)) == "vendredi 1er janvier 2027 à 9 h 05"
    assert say_date(date(2026, 8, 15)) == "samedi 15 août 2026"


def test_a_moment_from_now() -> None:
    now = datetime(2026, 11, 24, 10)
    assert say_moment(datetime(2026, 11, 25, 9), now) == "demain à 9h"


@given(st.datetimes())
def test_what_stands_on_a_button_fits_it(moment: datetime) -> None:
    assert len(say_briefly(moment)) <= 24


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minute"),
        (1, "1 minute"),
        (30, "30 minutes"),
        (60, "1 heure"),
        (65, "1 heure 05"),
        (90, "1 heure 30"),
        (1440, "1 jour"),
        (2 * 1440 + 150, "2 jours et 2 heures 30"),
    ],
)
def test_a_duration(minutes: int, said: str) -> None:
    assert say_duration(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("notation", "said"),
    [
        ("2026-11-24", "aujourd’hui"),
        ("2026-11-26T15:30", "jeudi 26 novembre à 15h30"),
        ("2026-11-26T15:00/17:00", "jeudi 26 novembre entre 15h et 17h"),
        ("2026-11-24|2026-12-01", "aujourd’hui ou mardi 1er décembre"),
        ("T05:00|T17:00", "à 5h ou à 17h"),
        ("T00:00/10:00", "avant 10h"),
        ("T16:00/23:59", "après 16h"),
        ("2026-11-30/2026-12-06", "du lundi 30 novembre au dimanche 6 décembre"),
        ("2026-11-24/2026-11-27", "d’aujourd’hui au vendredi 27 novembre"),
        ("2026-11-24/2026-11-25", "d’aujourd’hui à demain"),
        ("2026-11-25/2026-11-27", "de demain au vendredi 27 novembre"),
        ("2026-11-26/9999-12-31", "à partir du jeudi 26 novembre"),
        ("2026-11-24/9999-12-31", "à partir d’aujourd’hui"),
        ("2026-11-25/9999-12-31T16:00/23:59", "à partir de demain après 16h"),
        ("PT1H30M", "1 heure 30"),
        ("2026-11-29!event", "dimanche 29 novembre"),
        ("!no_such_day", ""),
        ("mardi", ""),
    ],
)
def test_a_wish(notation: str, said: str) -> None:
    assert say_wish(Moment.parse(notation), TODAY) == said


def test_a_list() -> None:
    assert join([]) == ""
    assert join(["a"]) == "a"
    assert join(["a", "b", "c"], "ou") == "a, b ou c"
