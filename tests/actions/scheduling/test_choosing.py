"""What for and with whom: offered from the tenant's file, understood in people's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.appointments.matching import meant_by
from tests.actions.scheduling.desk import Person, payloads, titles

PEOPLE = {
    "pere_andre": ("le père André", "Père André"),
    "pere_joseph": ("le père Joseph", "Père Joseph"),
    "secretariat": ("le secrétariat", "Secrétariat"),
}


def test_purposes_and_people_are_those_of_the_tenant(awa: Person) -> None:
    [said] = awa.runs("action_ask_motif")
    assert said["response"] == "utter_choisir_motif"
    assert titles(said) == ["Baptême", "Mariage", "Certificat"]
    awa.slots["motif"] = "bapteme"
    [said] = awa.runs("action_ask_avec_qui")
    assert titles(said) == ["Père André", "Père Joseph"]
    assert payloads(said)[1] == "/SetSlots(avec_qui=pere_joseph)"


def test_a_moment_of_the_past_in_the_first_words_is_no_wish(awa: Person) -> None:
    for said, kept in (
        ("2026-11-22!past", None),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-22!past|2026-11-29", "2026-11-22!past|2026-11-29"),
        ("plus_tard", "plus_tard"),
    ):
        awa.says("rdv pour les funérailles de ma mère décédée hier", creneau=said)
        awa.runs("action_commencer_rendez_vous")
        assert awa.slots["creneau"] == kept


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("mariage", "mariage"),
        ("c'est pour le bapteme de mon fils", "bapteme"),
        ("un certifica", "certificat"),
        ("bapteme", "bapteme"),
        ("le dentiste", None),
        ("un mariage et un baptême", None),
        ("pour quel motif", None),
    ],
)
def test_a_purpose_in_words(awa: Person, words: str, purpose: str | None) -> None:
    said = awa.answers("motif", words, words)
    assert awa.slots["motif"] == purpose
    assert [s["response"] for s in said] == ([] if purpose else ["utter_motif_inconnu"])


@pytest.mark.parametrize(
    ("words", "person", "name"),
    [
        ("pere_andre", "pere_andre", "le père André"),
        ("avec le pere andre svp", "pere_andre", "le père André"),
        ("Joseph", "pere_joseph", "le père Joseph"),
        ("peu_importe", "peu_importe", None),
        ("N’importe qui !", "peu_importe", None),
        ("le père", None, None),
        ("l'évêque", None, None),
    ],
)
def test_a_person_in_words(awa: Person, words: str, person: str | None, name: str | None) -> None:
    awa.slots["motif"] = "bapteme"
    said = awa.answers("avec_qui", words, words)
    assert (awa.slots["avec_qui"], awa.slots.get("avec_qui_en_clair")) == (person, name)
    assert [s["response"] for s in said] == ([] if person else ["utter_personne_inconnue"])


def test_who_serves_alone_is_not_asked_about(awa: Person) -> None:
    awa.slots["motif"] = "certificat"
    assert awa.runs("action_preparer_rendez_vous") == []
    assert awa.slots["avec_qui"] == "secretariat"
    assert (awa.slots["motif_en_clair"], awa.slots["question_motif"]) == ("un certificat", None)


def test_a_purpose_with_a_question(awa: Person) -> None:
    awa.slots |= {"motif": "mariage", "precision_rendez_vous": "an answer to another question"}
    assert awa.runs("action_preparer_rendez_vous") == []
    assert awa.slots["question_motif"] == "Une date ?"
    assert awa.slots["precision_rendez_vous"] is None and "avec_qui" not in awa.slots
    awa.slots["precision_rendez_vous"] = "en août"
    awa.runs("action_preparer_rendez_vous")
    assert awa.slots["precision_rendez_vous"] == "en août", "the same question stays answered"


def test_a_person_who_does_not_serve_the_new_purpose_is_asked_again(awa: Person) -> None:
    awa.slots |= {"motif": "mariage", "avec_qui": "pere_joseph"}
    [said] = awa.runs("action_preparer_rendez_vous")
    assert said["response"] == "utter_ne_recoit_pas"
    assert (said["personne"], said["motif"]) == ("Le père Joseph", "un mariage")
    assert awa.slots["avec_qui"] is None


def test_a_purpose_that_is_gone_from_the_file_fails_the_step(awa: Person) -> None:
    awa.slots["motif"] = "ordination"
    with pytest.raises(LookupError, match="ordination"):
        awa.runs("action_preparer_rendez_vous")


def test_who_is_named_in_the_first_sentence_is_kept(awa: Person) -> None:
    awa.says("bonjour je voudrais voir le pere andré pour un bapteme")
    assert awa.runs("action_commencer_rendez_vous") == []
    assert awa.slots == {"etat_reservation": "possible", "avec_qui": "pere_andre"}


@pytest.mark.parametrize(
    "text", ["mon père est décédé", "je voudrais un rendez-vous", "andré ou joseph", ""]
)
def test_who_is_not_clearly_named_is_asked_for(awa: Person, text: str) -> None:
    awa.says(text)
    awa.runs("action_commencer_rendez_vous")
    assert "avec_qui" not in awa.slots


def test_too_many_appointments_are_told_at_once(awa: Person) -> None:
    for slot in ("15:30", "16:00"):
        awa.books("bapteme", "pere_andre", f"pere_andre@2026-11-24T{slot}Z")
    awa.says("encore un")
    awa.runs("action_commencer_rendez_vous")
    assert awa.slots["etat_reservation"] == "trop_nombreux"


@given(st.text(max_size=60))
def test_any_words_mean_some_of_the_people_or_nobody(text: str) -> None:
    assert set(meant_by(text, PEOPLE)) <= set(PEOPLE)
    assert set(meant_by(text, PEOPLE, aside=True)) <= set(PEOPLE)


@given(st.sampled_from(sorted(PEOPLE)), st.sampled_from(["", "avec ", "je veux voir "]))
def test_a_whole_name_is_always_clear(person: str, before: str) -> None:
    for name in PEOPLE[person]:
        assert meant_by(before + name.upper(), PEOPLE) == [person]
