"""Yes, no, and what only begins like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.flows.assent import assent, is_question, takes_back


@pytest.mark.parametrize(
    "text",
    [
        *(
            "oui",
            "Oui, merci !",
            "ok 👍",
            "👌",
            "c'est parfait merci",
            "merci bien, c'est noté",
            "wi",
        ),
        *("sans problème", "oui oui c'est bon", "oui c'est bien ça", "d'accord monsieur"),
        *("wi", "waaw"),
    ],
)
def test_a_plain_yes(text: str) -> None:
    assert assent(text) is True


@pytest.mark.parametrize("text", ["non", "non merci", "NON !", "pas du tout", "non non", "👎"])
def test_a_plain_no(text: str) -> None:
    assert assent(text) is False


@pytest.mark.parametrize(
    "text",
    [
        *("", "merci", "ok je vais réfléchir", "oui mais jeudi", "oui c'est combien", "oui non"),
        *("non plutôt jeudi", "peut-être", "bien le bonjour"),
    ],
)
def test_neither(text: str) -> None:
    assert assent(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("ça coûte cher ?", "c'est combien", "oui mais c'est combien", "quels papiers il faut"),
        *("est-ce que vous êtes ouverts", "pourquoi", "à quelle heure", "où se trouve l'église"),
    ],
)
def test_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text", ["mardi à 15h", "oui", "quand vous voulez", "pourquoi pas", "Oumar", "Quina Diop"]
)
def test_no_question(text: str) -> None:
    assert not is_question(text)


def test_taking_back() -> None:
    assert takes_back("en fait c'est pour un baptême")
    assert takes_back("Non, plutôt mardi")
    assert takes_back("pardon, je me suis trompée de jour")
    assert not takes_back("le baptême de mon frère")
    assert not takes_back("Nonga Diop")


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert assent(text) in (True, False, None)
    is_question(text)
    takes_back(text)
