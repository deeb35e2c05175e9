"""What is said about feasts and seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.information.feasts import answer_feasts
from engine.tenants import Tenant
from engine.tenants.timetable import Feast, Mass, YearlyFeast
from tests.actions.parishes import at, parish

NOW = at("2026-11-24T10:00")
MASSES = (Mass(starts=time(7, 30)), Mass(starts=time(10), language="en français"))


def feasting() -> Tenant:
    own = Feast(day=date(2026, 11, 29), name="Notre-Dame des Filaos", masses=MASSES)
    easter = YearlyFeast(id="paques", name="", masses=MASSES)
    return parish(masses=replace(parish().masses, feasts=(own,), yearly=(easter,)))


def told(text: str, asked: str = "", now: datetime = NOW) -> list[str]:
    answer = answer_feasts(feasting(), asked, now, text)
    assert answer.response == "utter_fetes"
    return [line.removeprefix("• ") for line in answer.values["fetes"].splitlines()]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("c'est quand Pâques", "Pâques : dimanche 28 mars 2027"),
        ("paque c kan cette anné", "Pâques : dimanche 28 mars 2027"),
        ("Pâques 2028 c'est quel jour", "Pâques : dimanche 16 avril 2028"),
        ("c'était quand Pâques en 2024", "Pâques : dimanche 31 mars 2024"),
        ("l'année prochaine la toussaint", "Toussaint : lundi 1er novembre 2027"),
        ("combien de jours avant Noël", "Noël : vendredi 25 décembre 2026, dans 31 jours"),
        ("les cendres c'est quelle date", "Mercredi des Cendres : mercredi 10 février 2027"),
        ("lundi de Pâques c'est le combien", "Lundi de Pâques : lundi 29 mars 2027"),
        ("quand tombe la Pentecôte", "Pentecôte : dimanche 16 mai 2027"),
        ("vendredi saint svp", "Vendredi saint : vendredi 26 mars 2027"),
        ("la fête du Christ-Roi", "Christ-Roi : dimanche 21 novembre 2027"),
        ("saint Joseph se fête quel jour", "Saint Joseph : vendredi 19 mars 2027"),
        ("Notre-Dame des Filaos", "Notre-Dame des Filaos : dimanche 29 novembre 2026"),
        ("le sacré-cœur c'est quand", "Sacré-Cœur de Jésus : vendredi 4 juin 2027"),
        (
            "carem commence kan",
            "Carême : du mercredi 10 février 2027 au samedi 27 mars 2027",
        ),
        (
            "le carême 2028",
            "Carême : du mercredi 1er mars 2028 au samedi 15 avril 2028",
        ),
        (
            "quand commence l'Avent",
            "Avent : du dimanche 29 novembre 2026 au jeudi 24 décembre 2026",
        ),
        (
            "le premier dimanche de l'avent",
            "Premier dimanche de l’Avent : dimanche 29 novembre 2026",
        ),
        (
            "semaine sainte du combien au combien",
            "Semaine sainte : du dimanche 21 mars 2027 au samedi 27 mars 2027",
        ),
    ],
)
def test_a_feast_by_its_name(text: str, line: str) -> None:
    assert told(text) == [line]


def test_two_feasts() -> None:
    assert told("Noël et Pâques")[0].startswith("Pâques") and len(told("Noël et Pâques")) == 2


def test_today_and_tomorrow_are_said_so() -> None:
    eve = at("2026-12-24T10:00")
    assert told("Noël", now=eve) == ["Noël : vendredi 25 décembre 2026, c’est demain"]
    assert told("veillée de Noël", now=eve)[0].endswith("c’est aujourd’hui")


def test_masses_are_told_when_the_file_has_them() -> None:
    easter = answer_feasts(feasting(), "", NOW, "c'est quand Pâques")
    assert easter.values["messes"] == "• 7h30\n• 10h, en français"
    assert answer_feasts(feasting(), "", NOW, "c'est quand Noël").values["messes"] == ""
    # Of another year nobody knows them yet.
    assert answer_feasts(feasting(), "", NOW, "Pâques 2030").values["messes"] == ""


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("2027-08-15", "Assomption : dimanche 15 août 2027"),
        ("le 15 août", "Assomption : dimanche 15 août 2027"),
        ("2020-12-25!past", "Noël : vendredi 25 décembre 2020"),
        ("2031-08-15", "Assomption : vendredi 15 août 2031"),
        ("2026-11-29", "Premier dimanche de l’Avent : dimanche 29 novembre 2026"),
    ],
)
def test_a_feast_by_its_day(asked: str, line: str) -> None:
    assert line in told("ça tombe quel jour", asked)


def test_a_day_without_a_feast_and_one_that_is_none() -> None:
    plain = answer_feasts(feasting(), "2027-03-12", NOW, "le 12 mars c'est quoi")
    assert plain.response == "utter_jour_sans_fete"
    assert plain.values == {"jour_lu": "vendredi 12 mars 2027"}
    assert answer_feasts(feasting(), "!no_such_day", NOW, "").response == "utter_jour_inexistant"


def test_nothing_named_gives_the_next_feasts() -> None:
    answer = answer_feasts(feasting(), "", NOW, "calendrier des fêtes")
    assert answer.response == "utter_prochaines_fetes"
    assert answer.values["fetes"].splitlines()[:3] == [
        "• Notre-Dame des Filaos : dimanche 29 novembre 2026",
        "• Veillée de Noël : jeudi 24 décembre 2026",
        "• Noël : vendredi 25 décembre 2026",
    ]


def test_the_time_of_the_year() -> None:
    text = "on est en quel temps liturgique"
    assert answer_feasts(feasting(), "", NOW, text).values == {
        "temps": "Temps ordinaire",
        "fin": "samedi 28 novembre 2026",
    }
    lent = answer_feasts(feasting(), "", at("2027-03-01T10:00"), text)
    assert lent.values["temps"] == "Carême"


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2400, 1, 1)),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["", "Pâques", "carême 9999", "noël 1583", "avent 2999", "toussaint 1500"]),
    ),
    st.one_of(
        st.sampled_from(["", "!no_such_day", "!unknown_day", "2026-01-01/9999-12-31"]),
        st.dates().map(date.isoformat),
    ),
)
def test_any_question_at_any_time_has_an_answer(moment: datetime, text: str, asked: str) -> None:
    answer = answer_feasts(feasting(), asked, moment.replace(tzinfo=UTC), text)
    assert all(value for name, value in answer.values.items() if name != "messes")


@pytest.mark.parametrize(
    ("text", "asked", "line"),
    [
        ("le 3e dimanche de l'avent", "2026-12-13", "3e dimanche de l’Avent : dimanche 13"),
        ("deuxième dimanche de carême", "2027-02-21", "2e dimanche de Carême : dimanche 21"),
        ("1er dimanche de Pâques", "2027-03-28", "1er dimanche de Pâques : dimanche 28"),
        ("3e dimanche de l'avent", "", "Avent : du dimanche 29 novembre"),
    ],
)
def test_a_sunday_of_a_season_is_that_sunday(text: str, asked: str, line: str) -> None:
    assert told(text, asked)[0].startswith(line)
