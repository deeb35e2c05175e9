"""The child that a parent names, among those that are known."""

from __future__ import annotations

import pytest

from engine.components.french_entities import entities_of
from engine.french import clock
from engine.french.known_children import OTHER, name_child

KNOWN = {"1": "Jean-Marie", "2": "Awa", "3": "Grâce"}


@pytest.mark.parametrize(
    ("text", "child", "alone"),
    [
        ("Jean-Marie", "1", True),
        ("jean marie", "1", True),
        ("en fait Jean-Marie", "1", True),
        ("non c'est pour Awa", "2", True),
        ("non pas Awa, Jean-Marie", "1", True),
        ("certificat de Jean-Marie", "1", False),
        ("je voudrais le certificat d’Awa", "2", False),
        ("le mariage de sa cousine Awa à Thiès", "2", False),
        ("Grâce", "3", True),
    ],
)
def test_a_first_name_is_found_in_any_sentence(text: str, child: str, alone: bool) -> None:
    found = name_child(text, KNOWN)
    assert found is not None and (found.child, found.alone) == (child, alone)


@pytest.mark.parametrize("text", ["Awa et Jean-Marie", "Marie", "Fatou", "pas Awa", "malade", ""])
def test_no_name_or_several_are_no_child(text: str) -> None:
    assert name_child(text, KNOWN) is None


@pytest.mark.parametrize(
    "text",
    [
        *("et l'autre ?", "et le petit frère", "non, l’autre enfant", "et pour mon autre fils ?"),
        *("c'est pour sa sœur svp", "ET SON FRÈRE", "en fait la grande sœur", "l'autre"),
    ],
)
def test_the_other_one_is_set_off_from_the_one_before(text: str) -> None:
    found = name_child(text, KNOWN)
    assert found is not None and (found.child, found.alone) == (OTHER, True)
    assert name_child(text, {"1": "Jean-Marie"}) is None


@pytest.mark.parametrize(
    "text",
    [
        *("maladie de son frère", "son frère est malade", "l'autre jour", "le mariage de sa sœur"),
        *("une autre fois", "et l'autre question ?", "mon petit"),
    ],
)
def test_others_in_a_sentence_are_no_child(text: str) -> None:
    assert name_child(text, KNOWN) is None


def test_of_two_the_one_who_is_not_refused_is_meant() -> None:
    found = name_child("non pas Awa", {"1": "Jean-Marie", "2": "Awa"})
    assert found is not None and (found.child, found.alone) == ("1", True)


def test_only_those_of_this_turn_are_known() -> None:
    with clock.among({"2": "Awa"}):
        found = [item for item in entities_of("non c'est Awa") if item["entity"] == "enfant_connu"]
    assert [(item["value"], item["role"]) for item in found] == [("2", "seul")]
    assert not [item for item in entities_of("Awa") if item["entity"] == "enfant_connu"]
