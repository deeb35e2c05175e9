"""A sentence about the past is told from one about what is to come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.moments import Moment
from engine.french.past import look_back, tells_past

SATURDAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "mon fils n'est pas venu samedi dernier",
            "il est pas venu",
            "elle n’est pas allée au caté",
        ),
        *("il a manqué le caté samedi", "il a rate le cours", "elle n'a pas pu venir"),
        *("ma fille était absente samedi, elle était malade", "nous n'avons pas pu venir"),
        *("mon fils n'était pas là samedi car il avait une compétition", "on a eu un deuil"),
    ],
)
def test_the_past(text: str) -> None:
    assert tells_past(text)


@pytest.mark.parametrize(
    "text",
    [
        *("mon fils ne viendra pas", "ma fille ne vient pas samedi", "il sera absent samedi"),
        *("il est malade", "elle a de la fièvre", "il a fièvre", "mon fils est absent aujourd'hui"),
        *("il va manquer le caté", "l'enfant est hospitalisé il manquera le catéchisme", ""),
        "ma fille est tombée malade hier donc elle ne pourra pas être présente samedi",
        "je voulais signaler l'absence de mes enfants",
    ],
)
def test_what_is_now_or_to_come(text: str) -> None:
    assert not tells_past(text)


@pytest.mark.parametrize(
    ("read", "words", "meant"),
    [
        ("2026-11-28|2026-12-05", "samedi", "2026-11-21!past|2026-11-28"),
        ("2026-12-02", "mercredi", "2026-11-25!past"),
        ("2026-11-21!past", "samedi dernier", "2026-11-21!past"),
        ("2026-12-05", "samedi 5", "2026-12-05"),
        ("2026-11-28", "aujourd'hui", "2026-11-28"),
        ("T15:00", "15h", "T15:00"),
    ],
)
def test_a_day_of_the_week_is_the_last_one(read: str, words: str, meant: str) -> None:
    moment = Moment.parse(read)
    assert moment is not None
    assert look_back(moment, words, SATURDAY).notation == meant


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert tells_past(text) in (True, False)
