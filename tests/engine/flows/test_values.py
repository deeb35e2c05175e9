"""From words to slot values."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.flows.values import NOT_A_VALUE, SlotType, coerce, fold

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text", ["oui", "Oui !", "ouais", "d'accord", "OK", "oui merci", "c'est ça"]
)
def test_yes(text: str) -> None:
    assert coerce(SlotType.BOOL, (), text) is True


@pytest.mark.parametrize("text", ["non", "Non merci", "nan", "pas du tout", "NON.", "jamais"])
def test_no(text: str) -> None:
    assert coerce(SlotType.BOOL, (), text) is False


@pytest.mark.parametrize(
    "text", ["", "peut-être", "bien sûr que je viendrai avec ma mère", "oui mais demain", "noël", 3]
)
def test_neither(text: Any) -> None:
    assert coerce(SlotType.BOOL, (), text) is NOT_A_VALUE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("17", 17.0),
        ("j'ai 17 ans", 17.0),
        ("17,5", 17.5),
        ("-3", -3.0),
        ("1 000", 1000.0),
        (4, 4.0),
    ],
)
def test_numbers(text: Any, number: float) -> None:
    assert coerce(SlotType.FLOAT, (), text) == number


@pytest.mark.parametrize(
    "text", ["entre 3 et 4", "aucun", "", True, math.inf, "12345678901234567890x"]
)
def test_not_one_number(text: Any) -> None:
    assert coerce(SlotType.FLOAT, (), text) is NOT_A_VALUE


def test_categories_keep_their_declared_spelling() -> None:
    values = ("Baptême", "1ère communion")
    assert coerce(SlotType.CATEGORICAL, values, " bapteme ") == "Baptême"
    assert coerce(SlotType.CATEGORICAL, values, "1ERE COMMUNION") == "1ère communion"
    assert coerce(SlotType.CATEGORICAL, values, "mariage") is NOT_A_VALUE


@given(slot_type=st.sampled_from(list(SlotType)), raw=_ANY)
def test_any_value_is_taken_or_refused_and_what_is_taken_stays(
    slot_type: SlotType, raw: Any
) -> None:
    value = coerce(slot_type, ("a", "é"), raw)
    if value is NOT_A_VALUE or value is None or slot_type is SlotType.ANY:
        return
    expected = {SlotType.BOOL: bool, SlotType.FLOAT: float, SlotType.LIST: list}.get(slot_type, str)
    assert isinstance(value, expected)
    again = coerce(slot_type, ("a", "é"), value)
    assert again == value


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
