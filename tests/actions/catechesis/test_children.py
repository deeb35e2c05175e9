"""Which child is meant, and what is said of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.actions.catechesis.conftest import Parent, School
from tests.actions.parishes import at
from tests.engine.families.parish_school import DIATTA, SARR, load


@pytest.fixture
def parent(school: School) -> Parent:
    made = school.parent()
    made.proves(DIATTA)
    return made


def titles(parent: Parent) -> list[str]:
    return [button["title"] for said in parent.said for button in said.get("buttons") or ()]


def test_several_children_are_offered(parent: Parent) -> None:
    parent.does("action_choisir_enfant")
    assert parent.slots["nombre_enfants"] == "plusieurs" and parent.slots["enfant"] is None
    assert parent.does("action_ask_enfant") == ["utter_quel_enfant"]
    assert titles(parent) == ["Jean-Marie", "Awa"]
    payloads = [button["payload"] for button in parent.said[0]["buttons"]]
    assert all(payload.startswith("/SetSlots(enfant=") for payload in payloads)


def test_an_only_child_needs_no_question(school: School) -> None:
    parent = school.parent("c2")
    parent.proves(SARR)
    parent.does("action_choisir_enfant")
    assert parent.slots["nombre_enfants"] == "un" and parent.slots["enfant"]
    assert parent.does("action_groupe_enfant") == ["utter_groupe_enfant"]
    assert "Fatou" in parent.text()


def test_a_child_that_was_named_needs_no_question(parent: Parent) -> None:
    parent.does("action_choisir_enfant", text="c’est quand le caté d’Awa svp")
    parent.does("action_groupe_enfant")
    assert parent.text().startswith("Awa est dans le groupe")


def test_the_child_may_have_been_named_before_the_code(parent: Parent) -> None:
    at_rest: dict[str, Any] = {"event": "slot", "name": "flow_stack", "value": {"frames": []}}
    asking: dict[str, Any] = {
        "event": "slot",
        "name": "flow_stack",
        "value": {"frames": [{"flow": "infos"}]},
    }
    earlier = [{"event": "user", "text": "le certificat de Jean-Marie"}, asking, at_rest]
    request = [{"event": "user", "text": "dans quel groupe est awa ?"}, asking]
    code = [{"event": "user", "text": "/SetSlots(code_parent=hmac:x)"}, asking]
    parent.does("action_choisir_enfant", events=[*earlier, *request, *code])
    parent.does("action_groupe_enfant")
    assert parent.text().startswith("Awa est dans le groupe")


def test_the_child_of_another_request_is_not_kept_when_one_is_named(parent: Parent) -> None:
    parent.does("action_choisir_enfant", enfant="Awa", text="certificat de Jean-Marie")
    assert parent.slots["enfant"] is None
    parent.does("action_choisir_enfant", enfant="Awa", text="et le certificat ?")
    parent.does("action_groupe_enfant")
    assert parent.text().startswith("Awa est dans le groupe")


def test_one_child_after_the_other(parent: Parent) -> None:
    for said in ("les deux", "awa et jean-marie"):
        assert parent.does("validate_enfant", enfant=said) == ["utter_un_enfant_d_abord"]
        assert parent.slots["enfant"] is None


def test_the_child_of_the_family_before_is_forgotten(school: School) -> None:
    parent = school.parent()
    parent.proves(DIATTA)
    parent.does("action_choisir_enfant", enfant="Awa")
    parent.proves(SARR)
    parent.does("action_choisir_enfant")
    parent.does("action_groupe_enfant")
    assert "Fatou" in parent.text()


def test_a_family_without_children(school: School) -> None:
    from engine.families.issued_codes import issue_code
    from tests.engine.families.parish_school import NOW, RING

    with school.database.transaction() as connection:
        load(connection, "paroisse", "famille;nom de la famille\nF-9;Famille Kane\n")
        code = issue_code(connection, RING, "paroisse", "F-9", NOW)
    parent = school.parent()
    parent.proves(code)
    parent.does("action_choisir_enfant")
    assert (parent.slots["nombre_enfants"], parent.slots["enfant"]) == ("aucun", None)


def test_what_was_typed_becomes_the_child_or_the_question_again(parent: Parent) -> None:
    assert parent.does("validate_enfant", enfant="c’est pour awaa") == []
    assert parent.slots["enfant"].isdigit()
    assert parent.does("validate_enfant", enfant="Fatou") == ["utter_enfant_inconnu"]
    assert parent.slots["enfant"] is None


def test_the_group_with_hours_and_the_next_session(parent: Parent, school: School) -> None:
    parent.does("action_groupe_enfant", enfant="Awa")
    assert parent.text() == (
        "Awa est dans le groupe « Communion » (2026-2027).\n"
        "• Séances : le mercredi de 15h à 16h30\n"
        "• Prochaine séance : mercredi 25 novembre\n"
        "• Catéchiste : M. Paul Mendy"
    )
    school.now = at("2026-11-25T16:00")
    parent.proves(DIATTA)
    parent.does("action_groupe_enfant", enfant="Awa")
    assert "Prochaine séance : aujourd’hui" in parent.text()
    school.now += timedelta(minutes=30)
    parent.proves(DIATTA)
    parent.does("action_groupe_enfant", enfant="Awa")
    assert "Prochaine séance : mercredi 2 décembre" in parent.text()


def test_after_the_year_the_next_session_is_not_known(parent: Parent, school: School) -> None:
    school.now = at("2027-06-27T10:00")
    parent.proves(DIATTA)
    parent.does("action_groupe_enfant", enfant="Awa")
    assert "Prochaine séance : à la rentrée" in parent.text()


def test_a_child_in_no_group(parent: Parent) -> None:
    assert parent.does("action_groupe_enfant", enfant="Jean-Marie") == ["utter_sans_groupe"]
    assert parent.text().startswith("Jean-Marie n’est pas encore dans un groupe")


def test_absences(parent: Parent) -> None:
    parent.does("action_absences_enfant", enfant="Awa")
    assert parent.text() == "Awa, absences de cette année :\n• mer. 18 nov. (voyage)"
    parent.does(
        "action_signaler_absence",
        jour_absence="2026-11-25",
        raison_absence="maladie",
    )
    parent.does("action_absences_enfant", enfant="Awa")
    assert parent.text().splitlines()[-1] == "• mer. 25 nov. (maladie, annoncée)"
    assert parent.does("action_absences_enfant", enfant="Jean-Marie") == ["utter_aucune_absence"]


def test_the_other_child_is_the_one_who_was_not_spoken_of(parent: Parent) -> None:
    parent.does("validate_enfant", enfant="Awa")
    assert parent.slots["enfant_choisi"] == parent.slots["enfant"]
    assert parent.does("validate_enfant", enfant="autre") == []
    parent.does("action_absences_enfant")
    assert parent.text().startswith("Jean-Marie")
    # The same before any question, whoever was named in the messages before.
    parent.does("action_choisir_enfant", enfant="autre", text="Jean-Marie")
    parent.does("action_groupe_enfant")
    assert parent.text().startswith("Awa est dans le groupe")


def test_the_other_child_of_nobody_is_asked_for(parent: Parent) -> None:
    assert parent.does("validate_enfant", enfant="autre") == []
    assert parent.slots["enfant"] is None
    parent.does("validate_enfant", enfant="autre", enfant_choisi="999")
    assert parent.slots["enfant"] is None


def test_what_was_shown_may_be_asked_of_another_child(parent: Parent) -> None:
    parent.does("action_groupe_enfant", enfant="Awa")
    assert parent.slots["sujet_dit"]["heure"]
