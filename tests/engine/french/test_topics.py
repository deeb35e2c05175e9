"""Named things are found in what people write, and only those."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.topics import topics_in, words_of

THINGS = {
    "messe": ("messe", "intention de messe"),
    "bapteme": ("baptême", "baptiser"),
    "certificat": ("certificat", "certificat de baptême"),
    "cure": ("curé", "père", "père curé"),
    "salle": ("salle", "grande salle"),
    "fete": ("fête",),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("combien pour une messe", ("messe",)),
        ("c cmbien lintention de messe", ("messe",)),
        ("les MESSES svp", ("messe",)),
        ("kombien la mess", ("messe",)),
        ("prix du bapteme", ("bapteme",)),
        ("baptêmes", ("bapteme",)),
        ("un certificat de baptême", ("certificat",)),
        ("un certificat et un baptême", ("bapteme", "certificat")),
        ("certificat du bapteme de mon fils, et le baptême de sa sœur", ("bapteme", "certificat")),
        ("le numéro du père", ("cure",)),
        ("le numéro du père curé", ("cure",)),
        ("bonjour mon père, c'est combien ?", ()),
        ("Mon Père, le numéro du curé", ("cure",)),
        ("la sale", ("salle",)),
        ("les fètes", ("fete",)),
        ("", ()),
        ("tarifs", ()),
        ("mes", ()),
        ("grand", ()),
        ("?!…", ()),
    ],
)
def test_what_is_meant(text: str, found: tuple[str, ...]) -> None:
    assert topics_in(text, THINGS) == found


def test_a_word_of_the_language_is_no_slip_of_another() -> None:
    assert topics_in("avant demain matin", {"avent": ("avent",), "latin": ("latin",)}) == ()
    assert topics_in("l'avnt en ltin", {"avent": ("avent",), "latin": ("latin",)})


def test_two_things_may_have_the_same_name() -> None:
    assert topics_in("l'école", {"a": ("école",), "b": ("école", "cantine")}) == ("a", "b")


def test_ligatures_and_typographic_apostrophes_are_letters_like_others() -> None:
    assert words_of("Sœur, l’œuvre d'Agnès") == ["soeur", "oeuvre", "agnes"]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert set(topics_in(text, THINGS)) <= set(THINGS)


@given(st.sampled_from(sorted(THINGS)))
def test_a_name_means_its_thing(key: str) -> None:
    assert all(key in topics_in(f"bonjour, {name} svp", THINGS) for name in THINGS[key])
