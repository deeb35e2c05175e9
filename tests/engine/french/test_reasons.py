"""A reason is found where a sentence gives one, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.french.alone import is_alone
from engine.french.reasons import find_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("je signale l'absence de Jean-Marie samedi, il est malade", "il est malade"),
        ("ma fille ne viendra pas car elle a de la fièvre.", "elle a de la fièvre"),
        ("absence samedi pour cause de voyage", "voyage"),
        ("absente parce qu’on part au village", "on part au village"),
        ("nous voyageons, les enfants seront absents", "nous voyageons"),
        ("non elle est en voyage", "elle est en voyage"),
        ("non, en voyage", "en voyage"),
        ("à cause d'un deuil", "un deuil"),
        ("Paul sera absent dimanche, son grand-père est décédé", "son grand-père est décédé"),
        ("non, sa tante vient de mourir", "sa tante vient de mourir"),
        ("décès dans la famille, Awa manquera la séance", "décès dans la famille"),
    ],
)
def test_a_reason(text: str, reason: str) -> None:
    found = find_reason(text)
    assert found is not None and found.value == reason
    assert text[found.start : found.end] == reason


@pytest.mark.parametrize(
    "text",
    [
        *("", "mon fils sera absent samedi", "elle ne viendra pas", "en fait le 12", "au revoir"),
        *("non c'est le 5", "elle a 9 ans", "il n'est pas là", "je me suis trompée", "au fait"),
    ],
)
def test_no_reason(text: str) -> None:
    assert find_reason(text) is None


@pytest.mark.parametrize(
    ("text", "thing", "alone"),
    [
        ("le 12", "le 12", True),
        ("en fait le 12", "le 12", True),
        ("non c’est le 5, merci", "le 5", True),
        ("je me suis trompée de jour, c'est samedi", "samedi", True),
        ("fièvre depuis mardi", "mardi", False),
        ("et samedi ?", "samedi", False),
        ("Awa samedi", "samedi", False),
    ],
)
def test_what_stands_alone(text: str, thing: str, alone: bool) -> None:
    start = text.index(thing)
    assert is_alone(text, start, start + len(thing)) is alone


@given(st.text() | st.text("ilest car,. é", max_size=40))
def test_any_text_is_read(text: str) -> None:
    found = find_reason(text)
    assert found is None or text[found.start : found.end] == found.value != ""
