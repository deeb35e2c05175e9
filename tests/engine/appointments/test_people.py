"""Whom one would meet, wherever it is said; and that the purpose is another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.appointments.people import named_people
from engine.appointments.purposes import other_purpose

PEOPLE = {
    "pere_andre": ("le père André", "Père André"),
    "pere_joseph": ("le père Joseph", "Père Joseph"),
    "secretariat": ("le secrétariat", "Secrétariat"),
}


def told(text: str) -> list[str]:
    return [found.person for found in named_people(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("avec le père joseph plutôt", ["pere_joseph"]),
        ("oui mais avec le pere Joseph", ["pere_joseph"]),
        ("rdv baptême père andré mercredi 10h", ["pere_andre"]),
        ("Joseph", ["pere_joseph"]),
        ("je voudrais le voir au secrétariat svp", ["secretariat"]),
        ("pas avec le père André", ["sauf:pere_andre"]),
        ("pas le père andré, le père joseph", ["pere_joseph"]),
        ("un autre prêtre svp", ["autre"]),
        ("je voudrais changer de prêtre", ["autre"]),
        ("la personne", ["autre"]),
    ],
)
def test_who_is_named(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "andré ou joseph",
            "mon père est malade",
            "pour le baptême de mon fils Joseph",
            "voir le père",
        ),
        *("un prêtre peut-il venir ?", "ma fille s'appelle Andrée Joseph Sarr"),
    ],
)
def test_who_is_not(text: str) -> None:
    assert told(text) == []


def test_a_person_is_found_where_it_stands() -> None:
    [found] = named_people("oui, avec le père André", PEOPLE)
    assert (found.start, found.end) == (5, 23)
    assert named_people("avec le père André", {}) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le motif", True),
        ("changer de motif", True),
        ("ce n'est pas le bon motif", True),
        ("le motif est un mariage", False),
        ("quel motif ?", False),
    ],
)
def test_another_purpose(text: str, expected: bool) -> None:
    assert (other_purpose(text) is not None) == expected


@given(st.text(max_size=60))
def test_any_text_has_its_people_inside(text: str) -> None:
    for found in named_people(text, PEOPLE):
        assert 0 <= found.start < found.end <= len(text)
