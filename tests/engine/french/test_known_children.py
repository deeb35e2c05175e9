"""The child that a parent names, among those that are known."""

from __future__ import annotations

import pytest

from engine.components.french_entities import entities_of
from engine.french import clock
from engine.french.known_children import name_child

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


def test_only_those_of_this_turn_are_known() -> None:
    with clock.among({"2": "Awa"}):
        found = [item for item in entities_of("non c'est Awa") if item["entity"] == "enfant_connu"]
    assert [(item["value"], item["role"]) for item in found] == [("2", "seul")]
    assert not [item for item in entities_of("Awa") if item["entity"] == "enfant_connu"]
