"""An absence that was announced is taken back, never one that the catechist noted."""

from __future__ import annotations

import pytest

from tests.actions.catechesis.conftest import Parent, School
from tests.engine.families.parish_school import DIATTA, SARR


@pytest.fixture
def parent(school: School) -> Parent:
    made = school.parent()
    made.proves(DIATTA)
    for day in ("2026-11-25", "2026-12-09"):
        made.does(
            "action_signaler_absence", enfant="Awa", jour_absence=day, raison_absence="voyage"
        )
    made.slots |= {"enfant": None, "jour_absence": None}
    return made


def test_the_child_and_the_day_are_found(parent: Parent) -> None:
    parent.does("action_chercher_annonces")
    assert parent.slots["absences_annoncees"] == "oui" and parent.slots["enfant"] == "2"
    parent.does("action_choisir_annonce", absence_a_retirer="2026-12-09")
    assert parent.slots["absence_a_retirer"] == "2026-12-09"
    parent.does("action_ask_retrait_juste")
    assert parent.text() == (
        "Awa viendra finalement : je retire l’absence annoncée pour mercredi 9 décembre ?"
    )


def test_of_several_one_is_asked_for(parent: Parent) -> None:
    parent.does("action_choisir_annonce", enfant="Awa")
    assert parent.slots["absence_a_retirer"] is None
    parent.does("action_ask_absence_a_retirer")
    assert [button["payload"] for button in parent.said[0]["buttons"]] == [
        "/SetSlots(absence_a_retirer=2026-11-25)",
        "/SetSlots(absence_a_retirer=2026-12-09)",
    ]
    assert parent.does("validate_absence_a_retirer", absence_a_retirer="le 12") == [
        "utter_absence_a_retirer_inconnue"
    ]
    assert parent.does("validate_absence_a_retirer", absence_a_retirer="le 25") == []
    assert parent.slots["absence_a_retirer"] == "2026-11-25"


def test_it_is_taken_back_once(parent: Parent) -> None:
    for told in ("oui", "non"):
        parent.does("action_retirer_absence", enfant="Awa", absence_a_retirer="2026-12-09")
        assert parent.slots["absence_retiree"] == told
    parent.does("action_choisir_annonce", absence_a_retirer=None)
    assert parent.slots["absence_a_retirer"] == "2026-11-25"


def test_a_family_that_announced_nothing_has_nothing_to_take_back(school: School) -> None:
    other = school.parent("c2")
    other.proves(SARR)
    other.does("action_chercher_annonces")
    assert other.slots["absences_annoncees"] == "aucune"


def test_a_stranger_takes_nothing_back(parent: Parent, school: School) -> None:
    other = school.parent("c2")
    other.proves(SARR)
    with pytest.raises(LookupError):
        other.does("action_retirer_absence", enfant="Awa", absence_a_retirer="2026-12-09")


def test_a_day_that_was_told_for_something_else_takes_nothing_back(parent: Parent) -> None:
    parent.does("action_retirer_absence", enfant="Awa", absence_a_retirer="2026-11-26T15:30")
    assert parent.slots["absence_retiree"] == "non"
    assert parent.does("action_ask_retrait_juste") == ["utter_quelle_absence_retirer"]
