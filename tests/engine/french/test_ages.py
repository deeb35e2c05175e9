"""Only what is meant as an age is one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.ages import find_age

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        *(("8", 8), ("huit", 8), ("8 ans", 8), ("8ans", 8), ("Aline Sarr, 8 ans", 8)),
        *(("elle a huit ans", 8), ("il en a 8", 8), ("8 ans et demi", 8), ("non, 9", 9)),
        *(("en fait elle a 9 ans", 9), ("18 mois", 1), ("elle est née en 2018", 8)),
        *(("né le 12/03/2018", 8), ("née le 5 décembre 2018", 7), ("née en décembre 2018", 7)),
        *(("le 12 mars 2018", 8), ("12/03/2018", 8), ("2018", 8), ("vingt et un ans", 21)),
    ],
)
def test_an_age(text: str, age: int) -> None:
    found = find_age(text, TODAY)
    assert found is not None and found.value == age


@pytest.mark.parametrize(
    "text",
    [
        *("", "j'ai deux enfants à inscrire", "nous serons deux", "123", "le 12", "samedi 12"),
        *("depuis 2 ans", "il y a 3 ans", "dans 2 ans", "15h", "77 123 45 67", "25 000 F"),
        *("la messe du 24 décembre 2026", "né le 12 mars 2030", "née en 1800", "en CM2"),
    ],
)
def test_no_age(text: str) -> None:
    assert find_age(text, TODAY) is None


@given(st.text() | st.text("néeas 0128/", max_size=30))
def test_any_text_is_read(text: str) -> None:
    found = find_age(text, TODAY)
    assert found is None or (0 <= found.value <= 120 and 0 <= found.start < found.end <= len(text))


@given(st.dates(date(1990, 1, 1), TODAY))
def test_a_birthday_gives_the_age_of_today(born: date) -> None:
    found = find_age(f"né le {born.day:02}/{born.month:02}/{born.year}", TODAY)
    birthdays = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert found is not None and found.value == birthdays
