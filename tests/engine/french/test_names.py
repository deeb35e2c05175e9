"""The person meant is found by part of a name, and two of one name are both found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.names import find_names

ANDRE, JEAN, AGNES = "Père André Sagna", "Père Jean-Marie Diatta", "Sœur Agnès Faye"
OTHER_ANDRE, ROSE, VICAR = "Abbé André Faye", "Mme Rose Ba", "Le vicaire"
EVERYBODY = (ANDRE, JEAN, AGNES, OTHER_ANDRE, ROSE, VICAR)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pere jean marie", [JEAN]),
        ("je veux voir le père Jean-Marie svp", [JEAN]),
        ("jean", [JEAN]),
        ("DIATTA", [JEAN]),
        ("avec diata", [JEAN]),
        ("avec daitta", [JEAN]),
        ("andre sagna", [ANDRE]),
        ("André", [ANDRE, OTHER_ANDRE]),
        ("abbé andré faye", [OTHER_ANDRE]),
        ("faye", [AGNES, OTHER_ANDRE]),
        ("soeur faye", [AGNES]),
        ("Sœur Agnès", [AGNES]),
        ("soeur agnes ou pere jean marie", [JEAN, AGNES]),
        ("andré sagna ou la soeur agnès", [ANDRE, AGNES]),
        ("mme ba", [ROSE]),
        ("rose", [ROSE]),
        ("le vicaire", [VICAR]),
        ("un prêtre", []),
        ("le père", []),
        ("bonjour madame", []),
        ("la fête", []),
        ("", []),
    ],
)
def test_who_is_meant(text: str, found: list[str]) -> None:
    assert list(find_names(text, EVERYBODY)) == found


def test_nobody_is_found_among_nobody() -> None:
    assert find_names("père André", ()) == ()


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_text_and_any_names(text: str, names: list[str]) -> None:
    assert set(find_names(text, names)) <= set(names)


@given(st.sampled_from((ANDRE, JEAN, AGNES, ROSE)))
def test_a_whole_name_is_found_in_any_case(name: str) -> None:
    assert find_names(name, EVERYBODY) == (name,)
    assert find_names(name.upper(), EVERYBODY) == (name,)
