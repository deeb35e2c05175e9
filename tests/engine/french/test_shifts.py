"""How people say that a moment shall be another one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.shifts import read_shifts

SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


def told(text: str) -> list[str]:
    return [shift.notation for shift in read_shifts(text, SATURDAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("et si c'était un peu plus tard ?", ["plus_tard"]),
        ("Trop tôt pour moi", ["plus_tard"]),
        ("plus tôt", ["plus_tot"]),
        ("trop tard pour moi", ["plus_tot"]),
        ("le lendemain", ["lendemain"]),
        ("le jour d’après", ["lendemain"]),
        ("la veille", ["veille"]),
        ("la semaine d'après", ["semaine_suivante"]),
        ("une semaine plus tard", ["semaine_suivante"]),
        ("je me suis trompée de jour", ["autre_jour"]),
        ("une autre date svp", ["autre_jour"]),
        ("mauvaise date", ["autre_jour"]),
        ("La date", ["autre_jour"]),
        ("je me suis trompé d’heure", ["autre_heure"]),
        ("l'heure", ["autre_heure"]),
        ("changer l'horaire", ["autre_moment"]),
    ],
)
def test_ways(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mercredi, mais pas le matin", ["sauf:T06:00/12:00"]),
        ("pas l'après-midi", ["sauf:T12:00/18:00"]),
        ("pas mercredi", ["sauf:jour2"]),
        ("n'importe quel jour sauf lundi", ["sauf:jour0"]),
        ("je ne peux pas mardi, plutôt jeudi", ["sauf:jour1"]),
        ("pas le 3 décembre", ["sauf:2026-12-03"]),
        ("pas mardi ni le soir", ["sauf:jour1", "sauf:T17:00/22:00"]),
    ],
)
def test_what_is_not_wanted(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "mardi à 15h", "au plus tôt", "le plus tôt possible", "pas avant 16h"),
        *("la veille de Noël", "pas de souci", "à quelle date ?", "quel jour", "oui"),
    ],
)
def test_what_is_no_shift(text: str) -> None:
    assert told(text) == []


@given(st.text(max_size=60))
def test_any_text_has_its_shifts_inside(text: str) -> None:
    for shift in read_shifts(text, SATURDAY):
        assert 0 <= shift.start < shift.end <= len(text)
