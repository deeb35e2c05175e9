"""What a person says is wrong, without saying what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.components.french_entities import entities_of
from engine.french.wrong_things import wrong_things


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("mauvais enfant", ["enfant"]),
        ("Mauvaise date !", ["date"]),
        ("c'est pas la bonne heure", ["heure"]),
        ("ce n’est pas le bon rendez-vous", ["rendez_vous"]),
        ("pas le bon rdv", ["rdv"]),
        ("je me suis trompée de prénom", ["prenom"]),
        ("erreur sur l'âge", ["age"]),
        ("il y a une erreur dans mon nom", ["mon_nom"]),
        ("mon nom est mal écrit", ["mon_nom"]),
        ("l'âge n'est pas bon", ["age"]),
        ("la date est fausse et le nom aussi", ["date"]),
        ("pas ce jour-là", ["jour"]),
        ("pas cet enfant", ["enfant"]),
        ("pas celui-là", ["celui"]),
        ("mauvais nom et mauvais âge", ["nom", "age"]),
    ],
)
def test_things(text: str, things: list[str]) -> None:
    assert [wrong.thing for wrong in wrong_things(text)] == things


@pytest.mark.parametrize(
    "text",
    [
        *("", "oui", "c'est faux", "pas encore", "pas mardi", "c'est le bon enfant", "pas le bon"),
        *("non c'est pas juste", "je me suis trompé", "la bonne date est mardi", "mauvais"),
    ],
)
def test_nothing(text: str) -> None:
    assert wrong_things(text) == ()


@given(st.text(max_size=60))
def test_things_stand_inside_any_text(text: str) -> None:
    for wrong in wrong_things(text):
        assert 0 <= wrong.start < wrong.end <= len(text)


def test_the_entity_has_no_value() -> None:
    [found] = [e for e in entities_of("mauvais enfant") if e["entity"] == "a_revoir"]
    assert (found["value"], found["role"]) == (None, "enfant")
