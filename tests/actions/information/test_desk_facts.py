"""What is said about confessions, contacts and fees."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.information.confessions import answer_confessions
from actions.information.contacts import answer_contacts
from actions.information.fees import answer_all_fees, answer_fees
from engine.tenants import Tenant
from engine.tenants.facts import Confessions, Contact, Fee, Information, Special
from engine.tenants.sections import SECTIONS, appointments, information
from engine.tenants.sections.appointments import AppointmentPolicy, Purpose
from engine.tenants.timetable import Interval
from tests.actions.parishes import at, parish

# A Wednesday.
NOW = at("2026-03-04T10:00")
EVENING = Interval(opens=time(16, 30), closes=time(18))
CONFESSIONS = Confessions(
    weekly=((), (), (), (), (), (EVENING,), ()),
    special=(
        Special(
            day=date(2026, 3, 28), feast="", name="Journée du pardon", hours=(EVENING, EVENING)
        ),
        Special(day=None, feast="vendredi_saint", name="", hours=(EVENING,)),
        Special(day=None, feast="samedi_saint", name="", hours=()),
    ),
    place="à l’église",
    note="Ou sur rendez-vous.",
)
FACTS = Information(
    confessions=CONFESSIONS,
    contacts=(
        Contact(
            id="cure",
            name="Père André Sagna, curé",
            phone="+221 1",
            email="cure@essais.example",
            link="",
            note="l’après-midi",
            words=("curé", "père", "père andré"),
        ),
        Contact(
            id="site",
            name="Site",
            phone="",
            email="",
            link="https://a.example",
            note="",
            words=("site",),
        ),
    ),
    fees=(
        Fee(id="messe", name="Intention de messe", amount="3 000 F", note="", words=("messe",)),
        Fee(id="salle", name="Salle", amount="75 000 F", note="caution en plus", words=("salle",)),
    ),
)


def informed(facts: Information = FACTS, *, purposes: tuple[str, ...] = ()) -> Tenant:
    policy = AppointmentPolicy(
        resources=appointments.DEFAULT.resources,
        purposes=tuple(Purpose(id=name, name=name, title=name) for name in purposes),
    )
    others = [s.DEFAULT for s in SECTIONS if s not in (information, appointments)]
    return parish(sections=(*others, policy, facts))


# -- confessions -----------------------------------------------------------------------------------


def test_confessions_of_the_week_with_the_special_days_that_are_near() -> None:
    answer = answer_confessions(informed(), "", NOW)
    assert answer.response == "utter_confessions_semaine"
    assert answer.values == {
        "horaires": "• samedi : de 16h30 à 18h\n"
        "• samedi 28 mars (Journée du pardon) : de 16h30 à 18h et de 16h30 à 18h\n"
        "• vendredi 3 avril : de 16h30 à 18h\n"
        "• samedi 4 avril : aucune",
        "lieu": "à l’église",
        "remarque": "Ou sur rendez-vous.",
        "rendez_vous": "/prendre_rendez_vous",
    }


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("samedi", ["samedi 7 mars : de 16h30 à 18h"]),
        ("cette semaine", ["samedi 7 mars : de 16h30 à 18h"]),
        ("le vendredi saint", ["vendredi 3 avril : de 16h30 à 18h"]),
    ],
)
def test_confessions_of_the_days_that_have_some(asked: str, lines: list[str]) -> None:
    answer = answer_confessions(informed(), asked, NOW)
    assert answer.response == "utter_confessions_jours"
    assert answer.values["horaires"] == "\n".join(f"• {line}" for line in lines)


@pytest.mark.parametrize(
    ("asked", "now", "said", "following"),
    [
        ("demain", NOW, "demain", "samedi 7 mars de 16h30 à 18h"),
        ("le samedi saint", NOW, "samedi 4 avril", "samedi 11 avril de 16h30 à 18h"),
        ("2026-03-09|2026-03-10", NOW, "ces jours-là", "samedi 14 mars de 16h30 à 18h"),
        # Too late today.
        (
            "aujourd'hui",
            at("2026-03-07T18:30"),
            "aujourd’hui",
            "samedi 14 mars de 16h30 à 18h",
        ),
    ],
)
def test_no_confessions_that_day_names_the_next(
    asked: str, now: datetime, said: str, following: str
) -> None:
    answer = answer_confessions(informed(), asked, now)
    assert answer.response == "utter_confessions_aucune"
    assert (answer.values["jour_lu"], answer.values["prochaines"]) == (said, following)


def test_confessions_that_nobody_wrote_down_and_days_that_are_none() -> None:
    unknown = answer_confessions(informed(Information()), "samedi", NOW)
    assert unknown.response == "utter_confessions_inconnues"
    assert answer_confessions(informed(), "hier", NOW).response == "utter_jour_passe"
    never = Information(confessions=Confessions(weekly=((),) * 7))
    assert answer_confessions(informed(never), "", NOW).values["horaires"]
    assert answer_confessions(informed(never), "samedi", NOW).values["prochaines"]


def test_the_appointment_is_for_a_priest_when_there_are_such_appointments() -> None:
    answer = answer_confessions(informed(purposes=("rencontrer_un_pretre",)), "", NOW)
    assert answer.values["rendez_vous"] == '/prendre_rendez_vous{"motif": "rencontrer_un_pretre"}'


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2400, 1, 1)),
    st.one_of(st.text(max_size=40), st.dates(date(1990, 1, 1), date(2400, 1, 1)).map(str)),
)
def test_confessions_of_any_day_at_any_time(moment: datetime, asked: str) -> None:
    answer = answer_confessions(informed(), asked, moment.replace(tzinfo=UTC))
    assert answer.response.startswith("utter_") and all(answer.values.values())


# -- contacts --------------------------------------------------------------------------------------

OFFICE = "• Secrétariat : +221 33 800 00 00, secretariat@essais.example (du mardi"
PRIEST = "• Père André Sagna, curé : +221 1, cure@essais.example (l’après-midi)"
SITE = "• Site : https://a.example"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [OFFICE, PRIEST, SITE]),
        ("vos coordonnées", [OFFICE, PRIEST, SITE]),
        ("le numéro du curé", [PRIEST]),
        ("le whatsapp du pere andre", [PRIEST]),
        ("le numéro du curé de la paroisse", [PRIEST]),
        ("numéro du secrétariat", [OFFICE]),
        ("c koi votre numero", [OFFICE]),
        ("une adresse mail svp", [OFFICE]),
        ("bonjour mon père, le numéro de la paroisse", [OFFICE]),
        ("le site et le numéro du curé", [PRIEST, SITE]),
    ],
)
def test_contacts(text: str, lines: list[str]) -> None:
    answer = answer_contacts(informed(), text)
    said = answer.values["contacts"].splitlines()
    assert len(said) == len(lines)
    assert all(got.startswith(line) for got, line in zip(said, lines, strict=True))


def test_without_a_section_the_office_can_be_reached() -> None:
    for text in ("", "le numéro du curé"):
        assert answer_contacts(informed(Information()), text).values["contacts"].startswith(OFFICE)


# -- fees ------------------------------------------------------------------------------------------


def test_the_fees_that_are_named() -> None:
    answer = answer_fees(informed(), "combien la sale et une messe ?")
    assert answer is not None and answer.response == "utter_tarifs"
    assert answer.values["tarifs"].splitlines() == [
        "• Intention de messe : 3 000 F",
        "• Salle : 75 000 F (caution en plus)",
    ]


def test_no_fee_is_named() -> None:
    assert answer_fees(informed(), "combien coûte un cierge ?") is None
    everything = answer_all_fees(informed())
    assert everything.response == "utter_tarifs_tous"
    assert len(everything.values["tarifs"].splitlines()) == 2


def test_fees_that_nobody_wrote_down() -> None:
    assert answer_fees(informed(Information()), "combien une messe") is None
    assert answer_all_fees(informed(Information())).response == "utter_tarifs_inconnus"
