"""Another hour, another day, another person: what was settled or shown is where it counts from."""

from __future__ import annotations

import pytest

from tests.actions.scheduling.conftest import Met
from tests.actions.scheduling.desk import Person, Said, offered

FIRST = "pere_andre@2026-11-24T15:30Z"
with_andre = {"motif": "bapteme", "avec_qui": "pere_andre"}


def asked(awa: Person) -> list[Said]:
    """Return what the question for a slot says."""
    return awa.runs("action_ask_creneau")


def says(awa: Person, notation: str, words: str) -> list[str]:
    """Say something about the slot, as its entity reads; return what is said before the offers."""
    said = awa.answers("creneau", notation, words)
    return [str(one["response"]) for one in said]


@pytest.fixture
def settled(awa: Person) -> Person:
    """Return somebody who reads the recapitulation of Tuesday at 16:30."""
    awa.slots |= with_andre
    assert awa.answers("creneau", "2026-11-24T16:30", "mardi 16h30") == []
    assert awa.slots["creneau"] == "pere_andre@2026-11-24T16:30Z"
    return awa


@pytest.mark.parametrize(
    ("notation", "words", "rows"),
    [
        ("plus_tard", "un peu plus tard", ["mar. 24 nov. 17h00", "mar. 24 nov. 17h30"]),
        ("plus_tot", "plus tôt", ["mar. 24 nov. 15h30", "mar. 24 nov. 16h00"]),
        (
            "autre_jour",
            "une autre date svp",
            ["jeu. 26 nov. 16h30", "mar. 1er déc. 16h30", "jeu. 3 déc. 16h30"],
        ),
        (
            "autre_heure",
            "l'heure",
            ["mar. 24 nov. 15h30", "mar. 24 nov. 17h00", "mar. 24 nov. 17h30"],
        ),
        (
            "semaine_suivante",
            "la semaine d'après",
            ["mar. 1er déc. 15h30", "mar. 1er déc. 17h30", "jeu. 3 déc. 17h30"],
        ),
        (
            "sauf:jour1",
            "pas mardi",
            ["jeu. 26 nov. 15h30", "jeu. 26 nov. 16h00", "jeu. 26 nov. 16h30"],
        ),
    ],
)
def test_what_was_settled_may_be_another(
    settled: Person, notation: str, words: str, rows: list[str]
) -> None:
    assert says(settled, notation, words) == []
    assert settled.slots["creneau"] is None
    [said] = asked(settled)
    assert offered(said) == rows


def test_an_hour_alone_is_of_the_day_that_was_settled(settled: Person) -> None:
    assert says(settled, "T17:00", "plutôt à 17h") == []
    assert settled.slots["creneau"] == "pere_andre@2026-11-24T17:00Z"


def test_nothing_later_is_said_and_other_days_are_offered(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-24T17:30", "mardi 17h30")
    assert says(awa, "plus_tard", "plus tard") == ["utter_rien_de_plus_tard"]
    [said] = asked(awa)
    assert offered(said)[0] == "jeu. 26 nov. 17h30"


def test_the_day_after_may_have_nothing(settled: Person) -> None:
    assert says(settled, "lendemain", "le lendemain") == []
    excuse, _ = asked(settled)
    assert (excuse["response"], excuse["personne"], excuse["jour"]) == (
        "utter_ne_recoit_pas_ce_jour",
        "Le père André",
        "mercredi 25 novembre 2026",
    )


def test_days_on_which_nothing_is_free_are_told_of_that_person(awa: Person) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-27/2026-11-29", "ce week-end")
    excuse, _ = asked(awa)
    assert (excuse["response"], excuse["avec"]) == ("utter_jour_complet", " avec le père André")
    awa.slots |= {"avec_qui": "peu_importe", "recherche_creneau": None}
    says(awa, "2026-11-29", "dimanche")
    excuse, _ = asked(awa)
    assert (excuse["response"], excuse["jour"]) == (
        "utter_personne_ce_jour",
        "dimanche 29 novembre 2026",
    )


def test_another_moment_asks_when_again(settled: Person) -> None:
    assert says(settled, "autre_moment", "changer l'horaire") == []
    assert asked(settled)[0]["response"] == "utter_demander_quand"


def test_the_hours_on_the_screen_are_where_later_counts_from(awa: Person) -> None:
    awa.slots |= with_andre
    awa.answers("creneau", "2026-11-24T15:00", "mardi 15h")
    assert offered(asked(awa)[-1])[-1] == "mar. 24 nov. 16h30"
    assert says(awa, "plus_tard", "plus tard") == []
    [said] = asked(awa)
    assert offered(said) == ["mar. 24 nov. 17h00", "mar. 24 nov. 17h30"]


def test_two_hours_are_both_offered(awa: Person) -> None:
    awa.slots |= with_andre
    both = "2026-11-24T15:30|2026-11-24T17:00"
    assert says(awa, both, "mardi à 15h30 ou 17h") == []
    [said] = asked(awa)
    assert offered(said) == ["mar. 24 nov. 15h30", "mar. 24 nov. 17h00"]
    assert says(awa, "le deuxième", "le deuxième") == []
    assert awa.slots["creneau"] == "pere_andre@2026-11-24T17:00Z"


def test_of_two_days_the_second_may_be_meant_and_an_hour_told(awa: Person) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-24|2026-12-01", "mardi prochain")
    assert asked(awa)[0]["response"] == "utter_preciser_quand"
    says(awa, "le deuxième", "le deuxième")
    assert offered(asked(awa)[0])[0] == "mar. 1er déc. 15h30"
    says(awa, "2026-11-24|2026-12-01", "mardi prochain")
    asked(awa)
    says(awa, "T16:00", "à 16h")
    assert offered(asked(awa)[0]) == ["mar. 24 nov. 16h00", "mar. 1er déc. 16h00"]


def test_a_part_of_the_day_that_does_not_suit(awa: Person) -> None:
    awa.slots |= {"motif": "bapteme", "avec_qui": "peu_importe"}
    assert says(awa, "2026-11-25;sauf:T06:00/10:00", "mercredi, mais pas trop le matin") == []
    assert offered(asked(awa)[0]) == ["mer. 25 nov. 10h00", "mer. 25 nov. 10h30"]


def test_the_evening_of_one_day_does_not_bind_another_but_evenings_do(awa: Person) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-24T17:00/22:00", "mardi soir")
    assert offered(asked(awa)[-1]) == ["mar. 24 nov. 17h00", "mar. 24 nov. 17h30"]
    says(awa, "2026-11-26", "jeudi")
    assert offered(asked(awa)[-1])[0] == "jeu. 26 nov. 15h30"
    says(awa, "T17:00/22:00", "le soir")
    asked(awa)
    says(awa, "2026-12-01", "mardi 1er")
    assert offered(asked(awa)[-1])[0] == "mar. 1er déc. 17h00"


@pytest.mark.parametrize(("words", "excuses"), [("oui", ["utter_lequel"]), ("nan", [])])
def test_a_bare_yes_or_no_to_several_slots(awa: Person, words: str, excuses: list[str]) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-24", "mardi")
    before = offered(asked(awa)[-1])
    assert says(awa, words, words) == excuses
    assert (offered(asked(awa)[-1]) == before) == bool(excuses)


@pytest.mark.parametrize(
    ("notation", "words", "first"),
    [
        ("2026-11-26", "non jeudi", "jeu. 26 nov. 15h30"),
        ("2026-11-26", "non, jeudi", "jeu. 26 nov. 15h30"),
        ("T17:00", "nan 17h", "mar. 24 nov. 17h00"),
        ("plus_tard", "non plus tard", "jeu. 26 nov. 15h30"),
        ("non merci", "non merci", "mar. 24 nov. 16h00"),
        ("non désolé", "non désolé", "mar. 24 nov. 16h00"),
    ],
)
def test_a_no_that_names_a_moment_wishes_that_moment(
    awa: Person, notation: str, words: str, first: str
) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-24", "mardi")
    asked(awa)
    says(awa, notation, words)
    chosen = awa.slots["creneau"]
    if chosen is not None:
        assert (chosen, words) == ("pere_andre@2026-11-24T17:00Z", "nan 17h")
        return
    assert offered(asked(awa)[-1])[0] == first


def test_an_excuse_is_said_once(awa: Person) -> None:
    awa.slots |= with_andre
    says(awa, "2026-11-25", "mercredi")
    assert len(asked(awa)) == 2
    assert len(asked(awa)) == 1


# -- the person --------------------------------------------------------------------------------


def test_another_person_is_looked_for_at_the_same_hour(settled: Person) -> None:
    assert settled.answers("avec_qui", "pere_joseph", "oui mais avec le père Joseph") == []
    assert settled.runs("action_chercher_creneaux") == []
    assert settled.slots["creneau"] == "2026-11-24T16:30"
    assert settled.runs("validate_creneau") == []
    assert settled.slots["creneau"] == "pere_joseph@2026-11-24T16:30Z"
    assert settled.slots["avec_qui_en_clair"] == "le père Joseph"


@pytest.mark.parametrize("said", ["autre", "sauf:pere_andre"])
def test_the_only_other_one_is_taken(settled: Person, said: str) -> None:
    assert settled.answers("avec_qui", said, "un autre prêtre") == []
    assert settled.slots["avec_qui"] == "pere_joseph"


def test_who_does_not_serve_is_told_so(awa: Person) -> None:
    awa.slots |= {"motif": "mariage", "avec_qui": "pere_andre"}
    [said] = awa.answers("avec_qui", "pere_joseph", "avec le père Joseph")
    assert (said["response"], said["personne"]) == ("utter_ne_recoit_pas", "Le père Joseph")
    assert awa.slots["avec_qui"] is None
    awa.slots["motif"] = "certificat"
    awa.answers("avec_qui", "pere_joseph", "avec le père Joseph")
    assert awa.slots["avec_qui"] == "secretariat"
    [said] = awa.answers("avec_qui", "autre", "quelqu'un d'autre")
    assert (said["response"], said["personne"]) == ("utter_recoit_seul", "le secrétariat")


def test_a_purpose_to_be_chosen_is_asked_for_without_a_word(awa: Person) -> None:
    assert awa.answers("motif", "a_choisir", "le motif") == []
    assert awa.slots["motif"] is None


# -- what was kept, and what is booked ---------------------------------------------------------


def test_who_gives_up_lets_others_have_the_slot(settled: Person, met: Met) -> None:
    assert settled.runs("action_liberer_creneau") == []
    binta = met("binta")
    binta.slots |= with_andre
    assert binta.answers("creneau", "pere_andre@2026-11-24T16:30Z") == []


def test_of_two_appointments_the_words_choose(awa: Person) -> None:
    awa.books("bapteme", "pere_andre", FIRST)
    awa.books("bapteme", "pere_joseph", "pere_joseph@2026-11-25T09:30Z")
    for words, number in (
        ("annuler celui avec le père joseph", "2"),
        ("déplacer celui de mardi", "1"),
        ("annuler mon rendez-vous", None),
    ):
        awa.slots = {}
        awa.says(words)
        awa.runs("action_trouver_rendez_vous")
        assert awa.slots.get("rendez_vous") == number, words


def test_a_move_counts_from_the_appointment(awa: Person) -> None:
    awa.books("bapteme", "pere_andre", FIRST)
    awa.slots = {"rendez_vous": "1"}
    awa.runs("action_preparer_deplacement")
    assert says(awa, "plus_tard", "un peu plus tard") == []
    assert offered(asked(awa)[0])[0] == "mar. 24 nov. 16h00"
