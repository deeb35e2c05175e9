"""Words that take a request back, and those that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.withdrawal import declines, says_nothing, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "annuler",
        "Annulez svp",
        "je veux annuler ma demande",
        "c'est bon j'ai trouvé, annulez",
        "je n'ai plus besoin",
        "j'ai plus besoin d'aide, merci",
        "Je n’en ai plus besoin !",
        "plus besoin merci",
        "laissez tomber",
        "non laisse tomber",
        "finalement ce n'est plus la peine",
        "c'est plus la peine",
        "pas la peine, j'ai eu la réponse",
        "c’est réglé merci beaucoup",
        "désolée, j'ai changé d'avis",
        "oubliez ma demande",
        "J'AI TROUVE",
    ],
)
def test_these_take_a_request_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "merci",
        "c'est bon",
        "d'accord, j'attends",
        "je veux annuler mon rendez-vous",
        "annulez mon rendez-vous de mardi",
        "j'ai besoin d'aide",
        "je n'ai plus de certificat",
        "j'ai trouvé un portefeuille dans l'église",
        "j'ai eu un accident",
        "n'annulez pas",
        "ne laissez pas tomber",
        "j'ai changé d'avis, c'est pour un mariage",
        "oublié mon code",
        "laissez un message à la secrétaire",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not takes_back(text)


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(takes_back(text), bool)


@given(st.text(alphabet="abcdefgz ", min_size=1, max_size=12))
def test_a_word_more_makes_it_another_message(word: str) -> None:
    assert not takes_back(f"annulez le {word} du curé")


@pytest.mark.parametrize(
    "text",
    [
        "non",
        "Non merci.",
        "finalement non",
        "non non c'est bon",
        "ça ira, merci",
        "c'est bon merci",
        "je n'ai plus besoin",
        "laissez tomber",
    ],
)
def test_these_decline_what_is_offered(text: str) -> None:
    assert declines(text)
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["merci", "Bonjour !", "bonsoir", "ok merci", "oui", "salut", "svp"]
)
def test_these_say_nothing(text: str) -> None:
    assert says_nothing(text)
    assert not declines(text)


@pytest.mark.parametrize(
    "text",
    ["", "non, c'est pour un mariage", "bonjour, le certificat de ma fille", "Nonga Diop", "rien"],
)
def test_these_tell_something(text: str) -> None:
    assert not declines(text)
    assert not says_nothing(text)
