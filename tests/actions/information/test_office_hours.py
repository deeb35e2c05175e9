"""What is said about the office."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.handoff.contact import answer_contact
from actions.information.address import answer_address
from actions.information.office_hours import answer_office_hours
from engine.messages import Location
from engine.tenants import Tenant
from engine.tenants.facts import Information, Office
from engine.tenants.sections import SECTIONS, information
from engine.tenants.timetable import OfficeHours
from tests.actions.parishes import MORNING, at, parish

# A Wednesday.
NOW = at("2026-03-04T10:00")


def test_an_open_day() -> None:
    answer = answer_office_hours(parish(), "samedi matin", NOW)
    assert answer.response == "utter_horaires_bureau_jour"
    assert answer.values == {
        "bureau": "Le secrétariat",
        "jour_lu": "samedi 7 mars",
        "horaires": "de 9h à 12h30",
    }


def test_today_while_it_is_open() -> None:
    answer = answer_office_hours(parish(), "aujourd'hui", NOW)
    assert answer.values == {
        "bureau": "Le secrétariat",
        "jour_lu": "aujourd’hui",
        "horaires": "de 9h à 12h30 et de 15h30 à 18h",
    }


def test_today_when_the_hours_are_over() -> None:
    answer = answer_office_hours(parish(), "ce soir", at("2026-03-03T18:00"))
    assert answer.response == "utter_horaires_bureau_termine"
    assert answer.values["prochaine_ouverture"] == "demain à 9h"


def test_a_closed_weekday_names_the_next_opening_after_it() -> None:
    answer = answer_office_hours(parish(), "dimanche", NOW)
    assert answer.response == "utter_horaires_bureau_ferme"
    assert answer.values == {
        "bureau": "Le secrétariat",
        "jour_lu": "dimanche 8 mars",
        "prochaine_ouverture": "mardi 10 mars à 9h",
    }


def test_a_closed_day_says_why() -> None:
    answer = answer_office_hours(parish(), "Noël", NOW)
    assert answer.values == {
        "bureau": "Le secrétariat",
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


@pytest.mark.parametrize("asked", ["", "demain"])
def test_an_office_that_never_opens_says_so(asked: str) -> None:
    shut = parish(hours=OfficeHours(weekly=((),) * 7))
    assert answer_office_hours(shut, asked, NOW).response == "utter_horaires_bureau_inconnus"
    assert answer_contact(shut).values["horaires"] == "sur rendez-vous"


def test_a_few_days_are_told_one_by_one() -> None:
    answer = answer_office_hours(parish(), "2026-03-06/2026-03-07", NOW)
    assert answer.response == "utter_horaires_bureau_semaine"
    lines = answer.values["horaires"].splitlines()
    assert lines == ["• vendredi 6 mars : fermé", "• samedi 7 mars : de 9h à 12h30"]


def test_a_day_that_is_past_or_none_is_said_so() -> None:
    past = answer_office_hours(parish(), "hier", NOW)
    assert past.response == "utter_jour_passe"
    assert past.values["tout_voir"] == "/horaires_bureau"
    assert answer_office_hours(parish(), "31/11", NOW).response == "utter_jour_inexistant"


def test_a_weekday_said_on_that_day_is_the_next_one_when_it_is_closed_already() -> None:
    # A Tuesday.
    late, early = at("2026-03-03T19:00"), at("2026-03-03T08:00")
    assert answer_office_hours(parish(), "mardi", early).values["jour_lu"] == "aujourd’hui"
    assert answer_office_hours(parish(), "mardi", late).values["jour_lu"] == "mardi 10 mars"


LIBRARY = Office(
    id="biblio",
    name="La bibliothèque",
    weekly=((), (), (), (), (), (MORNING,), ()),
    place="à l’étage",
    words=("bibliothèque", "livres"),
)


def with_library() -> Tenant:
    sections = [s.DEFAULT for s in SECTIONS if s is not information]
    return parish(sections=(*sections, Information(offices=(LIBRARY,))))


def test_another_counter_has_hours_of_its_own() -> None:
    answer = answer_office_hours(with_library(), "samedi", NOW, "la bibliotheque samedi ?")
    assert answer.values == {
        "bureau": "La bibliothèque",
        "jour_lu": "samedi 7 mars",
        "horaires": "de 9h à 12h30, à l’étage",
    }
    week = answer_office_hours(with_library(), "", NOW, "heures de la bibliothèque")
    assert week.values["horaires"].splitlines()[-1] == "À l’étage."
    closed = answer_office_hours(with_library(), "2026-12-25", NOW, "la bibliothèque à Noël")
    assert "Noël" in closed.values["jour_lu"]


@pytest.mark.parametrize("text", ["", "le bureau de la bibliothèque", "c'est ouvert ?"])
def test_without_another_counter_it_is_the_office(text: str) -> None:
    answer = answer_office_hours(with_library(), "mardi", NOW, text)
    assert answer.values["bureau"] == "Le secrétariat"


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2400, 1, 1)),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["mardi", "ce soir", "à Pâques", "la semaine prochaine", "le 31"]),
        st.dates(date(1990, 1, 1), date(2400, 1, 1)).map(date.isoformat),
    ),
)
def test_any_day_at_any_time_has_an_answer(moment: datetime, asked: str) -> None:
    answer = answer_office_hours(parish(), asked, moment.replace(tzinfo=UTC))
    assert answer.response.startswith("utter_") and all(answer.values.values())


def test_the_contact_names_hours_in_half_a_sentence() -> None:
    assert answer_contact(parish()).values == {
        "telephone": "+221 33 800 00 00",
        "courriel": "secretariat@essais.example",
        "horaires": "du mardi au jeudi de 9h à 12h30 et de 15h30 à 18h et samedi de 9h à 12h30",
    }


def test_the_address_as_one_says_it_with_its_place_on_the_map() -> None:
    answer = answer_address(parish())
    assert answer.values == {
        "nom_paroisse": "Paroisse des Essais",
        "adresse": "1, rue des Tests\nDakar",
        "repere": "derrière le marché",
        "lien_carte": "https://maps.google.com/?q=14.5,-17.5",
    }
    assert answer.location == Location(
        latitude=14.5,
        longitude=-17.5,
        name="Paroisse des Essais",
        address="1, rue des Tests, Dakar",
    )
