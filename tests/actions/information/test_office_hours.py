"""What is said about the office."""

from __future__ import annotations

from actions.handoff.contact import answer_contact
from actions.information.address import answer_address
from actions.information.office_hours import answer_office_hours
from engine.tenants.timetable import OfficeHours
from tests.actions.parishes import at, parish

# A Wednesday.
NOW = at("2026-03-04T10:00")


def test_an_open_day() -> None:
    answer = answer_office_hours(parish(), "samedi matin", NOW)
    assert answer.response == "utter_horaires_bureau_jour"
    assert answer.values == {"jour_lu": "samedi 7 mars", "horaires": "de 9h à 12h30"}


def test_today_while_it_is_open() -> None:
    answer = answer_office_hours(parish(), "aujourd'hui", NOW)
    assert answer.values == {
        "jour_lu": "aujourd’hui",
        "horaires": "de 9h à 12h30 et de 15h30 à 18h",
    }


def test_today_when_the_hours_are_over() -> None:
    answer = answer_office_hours(parish(), "ce soir", at("2026-03-03T18:00"))
    assert answer.response == "utter_horaires_bureau_ferme"
    assert answer.values == {"jour_lu": "à cette heure", "prochaine_ouverture": "demain à 9h"}


def test_a_closed_weekday_names_the_next_opening_after_it() -> None:
    answer = answer_office_hours(parish(), "dimanche", NOW)
    assert answer.values == {
        "jour_lu": "dimanche 8 mars",
        "prochaine_ouverture": "mardi 10 mars à 9h",
    }


def test_a_closed_day_says_why() -> None:
    answer = answer_office_hours(parish(), "Noël", NOW)
    assert answer.values == {
        "jour_lu": "vendredi 25 décembre (Noël)",
        "prochaine_ouverture": "samedi 26 décembre à 9h",
    }


def test_the_week_joins_days_and_announces_closed_ones() -> None:
    answer = answer_office_hours(parish(), "", NOW)
    assert answer.response == "utter_horaires_bureau_semaine"
    assert answer.values["horaires"].splitlines() == [
        "• du mardi au jeudi : de 9h à 12h30 et de 15h30 à 18h",
        "• samedi : de 9h à 12h30",
        "• lundi, vendredi et dimanche : fermé",
        "• demain : fermé",
    ]


def test_an_office_that_never_opens_still_answers() -> None:
    shut = parish(hours=OfficeHours(weekly=((),) * 7))
    assert answer_office_hours(shut, "demain", NOW).values["prochaine_ouverture"]
    assert answer_contact(shut).values["horaires"] == "sur rendez-vous"


def test_the_contact_names_hours_in_half_a_sentence() -> None:
    assert answer_contact(parish()).values == {
        "telephone": "+221 33 800 00 00",
        "courriel": "secretariat@essais.example",
        "horaires": "du mardi au jeudi de 9h à 12h30 et de 15h30 à 18h et samedi de 9h à 12h30",
    }


def test_the_address_as_one_says_it() -> None:
    assert answer_address(parish()).values == {
        "nom_paroisse": "Paroisse des Essais",
        "adresse": "1, rue des Tests\nDakar",
        "repere": "derrière le marché",
        "lien_carte": "https://maps.google.com/?q=14.5,-17.5",
    }
