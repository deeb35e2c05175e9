"""What is said about masses."""

from __future__ import annotations

import pytest

from actions.information.mass_times import answer_mass_times
from engine.tenants.timetable import MassTimes
from tests.actions.parishes import at, parish

# A Wednesday.
NOW = at("2026-03-04T10:00")


def test_a_day_with_masses() -> None:
    answer = answer_mass_times(parish(), "dimanche", NOW)
    assert answer.response == "utter_horaires_messe_jour"
    assert answer.values == {
        "jour_lu": "dimanche 8 mars",
        "messes": "• 7h30, en français, à l’église\n• 10h, en français, à l’église",
    }


def test_a_feast_has_its_own_masses_and_its_name() -> None:
    answer = answer_mass_times(parish(), "à Noël", NOW)
    assert answer.values == {
        "jour_lu": "vendredi 25 décembre (Noël)",
        "messes": "• 10h, en français, à l’église",
    }


def test_a_day_without_mass_names_the_next_one_after_it() -> None:
    answer = answer_mass_times(parish(), "lundi", NOW)
    assert answer.response == "utter_horaires_messe_aucune"
    assert answer.values == {
        "jour_lu": "lundi 9 mars",
        "prochaine_messe": "mardi 10 mars à 18h30, en français, à l’église",
    }


def test_masses_of_today_that_have_begun_are_over() -> None:
    sunday = at("2026-03-08T08:00")
    later = answer_mass_times(parish(), "aujourd'hui", sunday)
    assert later.values["messes"] == "• 10h, en français, à l’église"
    none = answer_mass_times(parish(), "ce soir", at("2026-03-08T12:00"))
    assert none.response == "utter_horaires_messe_aucune"
    assert none.values == {
        "jour_lu": "d’ici ce soir",
        "prochaine_messe": "mardi 10 mars à 18h30, en français, à l’église",
    }


@pytest.mark.parametrize("asked", ["", "ce week-end", "samedi et dimanche"])
def test_no_single_day_gives_the_week(asked: str) -> None:
    answer = answer_mass_times(parish(), asked, NOW)
    assert answer.response == "utter_horaires_messe_semaine"
    assert answer.values["messes"].splitlines() == [
        "• mardi : 18h30",
        "• mercredi : 18h30 en wolof à la chapelle",
        "• jeudi : 18h30",
        "• vendredi : 18h30",
        "• samedi : 18h30",
        "• dimanche : 7h30 et 10h",
        "Sauf mention : en français, à l’église.",
    ]


def test_the_week_announces_a_feast_that_is_near() -> None:
    lines = answer_mass_times(parish(), "", at("2026-12-20T10:00")).values["messes"].splitlines()
    assert "• vendredi 25 décembre (Noël) : 10h" in lines


def test_the_day_is_that_of_the_place_not_of_the_server() -> None:
    # 23:30 in Dakar on Wednesday is Thursday in Auckland, and the other way round.
    far = parish(zone_name="Pacific/Auckland")
    answer = answer_mass_times(far, "demain", at("2026-03-04T23:30"))
    assert answer.values["jour_lu"] == "demain"
    assert answer_mass_times(far, "jeudi", at("2026-03-04T23:30")).values["jour_lu"] == (
        "aujourd’hui"
    )


def test_a_parish_without_masses_still_answers() -> None:
    silent = parish(masses=MassTimes(weekly=((),) * 7))
    assert answer_mass_times(silent, "", NOW).values["messes"]
    assert answer_mass_times(silent, "demain", NOW).values["prochaine_messe"]
