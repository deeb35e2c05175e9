"""Certificates and enrolment requests, from the preview to the row."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from engine.certificates.issuing import paper_of
from engine.certificates.links import find_linked
from engine.storage.tables import certificates, enrolment_requests
from tests.actions.catechesis.conftest import School
from tests.engine.families.parish_school import DIATTA


def test_a_preview_then_the_paper(school: School) -> None:
    parent = school.parent()
    parent.proves(DIATTA)
    parent.does("action_choisir_enfant", text="Awa")
    parent.does("action_preparer_certificat")
    assert parent.slots["certificat_possible"] == "oui"
    parent.does("action_ask_nom_juste")
    assert "nom : Awa Diatta" in parent.text() and "14 mai 2017" in parent.text()

    parent.does("action_delivrer_certificat", message="m-last")
    assert "n° PAROISSE-2026-000001" in parent.text() and "15 minutes" in parent.text()
    document = parent.said[0]["custom"]["document"]
    assert document["filename"] == "certificat.pdf"
    address, _, token = document["url"].rpartition("/")
    assert address == "https://accueil.example/d"
    with school.database.reading() as connection:
        found = find_linked(connection, token, school.now)
    assert found is not None and found.number == "PAROISSE-2026-000001"
    assert hashlib.sha256(paper_of(found)).hexdigest() == found.sha256

    parent.does("action_delivrer_certificat", message="m-last")
    with school.database.reading() as connection:
        assert (
            connection.execute(sa.select(sa.func.count()).select_from(certificates)).scalar() == 1
        )


def test_an_unknown_birthday_is_said_in_the_preview(school: School) -> None:
    parent = school.parent(tenant="paroisse")
    parent.proves(DIATTA)
    with school.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE children SET born_on = ''")
    parent.does("action_ask_nom_juste", enfant="Awa")
    assert "date de naissance : non connue" in parent.text()


def test_a_child_in_no_group_has_nothing_to_certify(school: School) -> None:
    parent = school.parent()
    parent.proves(DIATTA)
    parent.does("action_preparer_certificat", enfant="Jean-Marie")
    assert parent.slots["certificat_possible"] == "sans_groupe"
    with pytest.raises(LookupError):
        parent.does("action_delivrer_certificat", enfant="Jean-Marie")


def test_an_enrolment_needs_no_code_and_is_kept_once(school: School) -> None:
    parent = school.parent("c9")
    slots: dict[str, Any] = {"nom_enfant": "Ali Kane", "age_enfant": 8.0}
    slots["nom_parent"] = "Ndeye Kane"
    parent.does("action_ask_inscription_juste", **slots)
    assert "enfant : Ali Kane, 8 ans" in parent.text() and "Ndeye Kane" in parent.text()
    for message in ("m1", "m1", "m2"):
        assert parent.does("action_inscrire_enfant", message=message) == []
    with school.database.reading() as connection:
        rows = connection.execute(
            sa.select(
                enrolment_requests.c.child_name,
                enrolment_requests.c.age,
                enrolment_requests.c.contact,
                enrolment_requests.c.status,
            )
        ).all()
    assert [tuple(row) for row in rows] == [("Ali Kane", 8, "c9", "open")] * 2


def test_an_enrolment_without_its_answers_fails(school: School) -> None:
    with pytest.raises(ValueError, match="nom_enfant"):
        school.parent().does("action_inscrire_enfant", nom_enfant="Ali")


@pytest.mark.parametrize(
    ("said", "kept", "response"),
    [
        ("mon fils Paul", "Paul", ""),
        ("c'est pour awa diouf", "Awa Diouf", ""),
        ("Ba", "Ba", ""),
        ("dacc", None, "utter_nom_illisible"),
        ("attendez je reviens", None, "utter_nom_illisible"),
        ("l'économat est ouvert quand ?", None, "utter_nom_illisible"),
        ("Paul et Marie Sarr", None, "utter_un_enfant_a_la_fois"),
    ],
)
def test_the_childs_name_only_is_kept(
    school: School, said: str, kept: str | None, response: str
) -> None:
    parent = school.parent()
    assert parent.does("validate_nom_enfant", nom_enfant=said) == ([response] if response else [])
    assert parent.slots["nom_enfant"] == kept


def test_a_name_that_greets_is_kept_where_the_message_says_that_it_is_one(school: School) -> None:
    parent = school.parent()
    parent.does("validate_nom_enfant", nom_enfant="Salam", text="mon fils Salam")
    assert parent.slots["nom_enfant"] == "Salam"
    assert parent.does("validate_nom_enfant", nom_enfant="Salam", text="Salam") == [
        "utter_nom_illisible"
    ]


def test_both_parents_may_ask(school: School) -> None:
    parent = school.parent()
    parent.does("validate_nom_parent", nom_parent="Paul et Marie Sarr")
    assert parent.slots["nom_parent"] == "Paul et Marie Sarr"
    assert parent.does("validate_nom_parent", nom_parent="c'est moi sa maman") == [
        "utter_nom_illisible"
    ]
