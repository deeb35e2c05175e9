"""Feasts and seasons fall where the printed calendars have them."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

import pytest
from dateutil.easter import EASTER_WESTERN  # type: ignore[import-untyped]
from dateutil.easter import easter as reference
from hypothesis import given
from hypothesis import strategies as st

from engine.liturgy import (
    FEAST_NAMES,
    coming_feast,
    coming_season,
    easter,
    feast_day,
    feast_words,
    feasts_of,
    feasts_on,
    season_on,
    season_words,
    seasons_of,
    spoken_days,
)

#: From the published tables; ordered as the columns below.
EASTERS = {
    2024: "03-31",
    2025: "04-20",
    2026: "04-05",
    2027: "03-28",
    2028: "04-16",
    2029: "04-01",
    2030: "04-21",
    2031: "04-13",
    2032: "03-28",
    2033: "04-17",
    2034: "04-09",
    2035: "03-25",
}
#: Feast -> year -> month and day, from the published calendars.
KNOWN = {
    "cendres": {2024: "02-14", 2025: "03-05", 2026: "02-18", 2027: "02-10", 2035: "02-07"},
    "rameaux": {2024: "03-24", 2025: "04-13", 2026: "03-29", 2027: "03-21"},
    "jeudi_saint": {2024: "03-28", 2026: "04-02", 2027: "03-25"},
    "vendredi_saint": {2024: "03-29", 2026: "04-03", 2027: "03-26"},
    "samedi_saint": {2026: "04-04"},
    "lundi_de_paques": {2024: "04-01", 2027: "03-29"},
    "ascension": {2024: "05-09", 2025: "05-29", 2026: "05-14", 2027: "05-06"},
    "pentecote": {2024: "05-19", 2025: "06-08", 2026: "05-24", 2027: "05-16"},
    "lundi_de_pentecote": {2024: "05-20", 2027: "05-17"},
    "trinite": {2024: "05-26", 2026: "05-31", 2027: "05-23"},
    "saint_sacrement": {2024: "06-02", 2026: "06-07", 2027: "05-30"},
    "sacre_coeur": {2024: "06-07", 2026: "06-12"},
    "assomption": {2026: "08-15"},
    "toussaint": {2026: "11-01"},
    "defunts": {2025: "11-02"},
    "christ_roi": {2024: "11-24", 2025: "11-23", 2026: "11-22", 2027: "11-21"},
    "avent": {2024: "12-01", 2025: "11-30", 2026: "11-29", 2027: "11-28", 2028: "12-03"},
    "noel": {2026: "12-25"},
    "epiphanie": {2024: "01-07", 2025: "01-05", 2026: "01-04", 2027: "01-03", 2028: "01-02"},
    # Moved out of the way of a greater day.
    "immaculee_conception": {2024: "12-09", 2025: "12-08", 2030: "12-09"},
    "annonciation": {2024: "04-08", 2025: "03-25", 2027: "04-05", 2035: "04-02"},
    "saint_joseph": {2024: "03-19", 2028: "03-20", 2035: "03-17"},
}

YEARS = st.integers(1583, MAXYEAR - 1)
DAYS = st.dates(date(1583, 1, 1), date(9990, 1, 1))


@pytest.mark.parametrize(("year", "day"), EASTERS.items())
def test_easter_of_the_tables(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


@given(st.integers(1583, 4099))
def test_easter_as_another_library_reckons_it(year: int) -> None:
    assert easter(year) == reference(year, EASTER_WESTERN)


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [(feast, year, day) for feast, days in KNOWN.items() for year, day in days.items()],
)
def test_a_feast_of_the_tables(feast: str, year: int, day: str) -> None:
    assert feast_day(feast, year) == date.fromisoformat(f"{year}-{day}")


@given(YEARS)
def test_every_feast_falls_in_its_year_and_is_found_on_its_day(year: int) -> None:
    feasts = feasts_of(year)
    assert [feast.day for feast in feasts] == sorted(feast.day for feast in feasts)
    assert {feast.id for feast in feasts} == set(FEAST_NAMES)
    for feast in feasts:
        assert feast.day.year == year and feast in feasts_on(feast.day)


@given(YEARS)
def test_weekdays_of_the_feasts_that_move(year: int) -> None:
    sundays = ("rameaux", "paques", "pentecote", "trinite", "christ_roi", "avent", "epiphanie")
    assert {feast_day(feast, year).weekday() for feast in sundays} == {6}
    assert feast_day("cendres", year).weekday() == 2
    assert feast_day("ascension", year).weekday() == 3
    assert feast_day("annonciation", year) not in seasons_of(year)[1]


@given(DAYS)
def test_one_day_is_in_one_time_of_the_year(day: date) -> None:
    season = season_on(day)
    assert day in season
    before = season_on(season.first - timedelta(days=1))
    after = season_on(season.last + timedelta(days=1))
    assert season.id not in (before.id, after.id)


@given(DAYS, st.sampled_from(sorted(FEAST_NAMES)))
def test_the_coming_feast_is_the_next_one(day: date, feast: str) -> None:
    coming = coming_feast(feast, day)
    assert coming is not None and coming >= day
    assert not any(day <= feast_day(feast, year) < coming for year in (day.year, day.year + 1))


@given(DAYS, st.sampled_from(sorted(season_words())))
def test_the_coming_season_is_on_or_next(day: date, season_id: str) -> None:
    coming = coming_season(season_id, day)
    assert coming is not None and coming.last >= day and coming.id == season_id


def test_christmas_time_lasts_into_january() -> None:
    assert coming_season("temps_de_noel", date(2027, 1, 5)) == coming_season(
        "temps_de_noel", date(2026, 12, 26)
    )
    # The Baptism of the Lord: a Sunday, or a Monday after a late Epiphany.
    assert season_on(date(2027, 1, 10)).id == "temps_de_noel"
    assert season_on(date(2024, 1, 8)).id == "temps_de_noel"
    assert season_on(date(2024, 1, 9)).id == "temps_ordinaire"


def test_the_calendar_ends_without_a_fault() -> None:
    last = date(MAXYEAR, 12, 31)
    assert coming_feast("paques", last) is None
    assert coming_season("careme", last) is None
    assert last in season_on(last)


def test_names_belong_to_feasts_and_seasons_that_exist() -> None:
    assert set(feast_words()) == set(FEAST_NAMES)
    assert all(feast_words().values())
    assert set(season_words()) == {season.id for season in seasons_of(2026)}
    assert not set(season_words()) & set(feast_words())
    spoken = dict(spoken_days(2027))
    assert spoken["vendredi saint"] == date(2027, 3, 26)
    assert "sacré cœur" not in spoken and "saint joseph" not in spoken
