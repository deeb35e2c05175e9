"""A named day is found when it is one day beyond doubt, and only then."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.french.moments import find_day

# A Wednesday.
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
FEASTS = [
    ("Mercredi des Cendres", date(2026, 2, 18)),
    ("Pâques", date(2026, 4, 5)),
    ("Noël", date(2026, 12, 25)),
    ("Mercredi des Cendres", date(2027, 2, 10)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aujourd'hui", "2026-03-04"),
        ("Aujourd’hui ?", "2026-03-04"),
        ("ce soir", "2026-03-04"),
        ("cet après-midi", "2026-03-04"),
        ("tay", "2026-03-04"),
        ("demain", "2026-03-05"),
        ("demain matin", "2026-03-05"),
        ("2main", "2026-03-05"),
        ("après-demain", "2026-03-06"),
        ("apres demain soir", "2026-03-06"),
        ("mercredi", "2026-03-04"),
        ("mercredi prochain", "2026-03-11"),
        ("mardi", "2026-03-10"),
        ("le mardi qui vient", "2026-03-10"),
        ("dimanche", "2026-03-08"),
        ("DIMANCHE PROCHAIN", "2026-03-08"),
        ("la messe de samedi soir", "2026-03-07"),
        ("samedi après-midi", "2026-03-07"),
        ("samdi", "2026-03-07"),
        ("mardy", "2026-03-10"),
        ("dibéer", "2026-03-08"),
        ("le 14 mars", "2026-03-14"),
        ("14 mars 2027", "2027-03-14"),
        ("3 juin", "2026-06-03"),
        ("le 1er janvier", "2027-01-01"),
        ("15 août", "2026-08-15"),
        ("samedi 14 mars", "2026-03-14"),
        ("14/03", "2026-03-14"),
        ("le 14/03/2026", "2026-03-14"),
        ("14-3-27", "2027-03-14"),
        ("samedi 14/03", "2026-03-14"),
        ("à Noël", "2026-12-25"),
        ("la messe de noel", "2026-12-25"),
        ("le jour de Pâques", "2026-04-05"),
        ("mercredi des cendres", "2027-02-10"),
        # What a slot holds when the grammar has read it already.
        ("2026-03-08", "2026-03-08"),
        ("2026-03-08T15:00/17:00", "2026-03-08"),
        ("2026-03-04|2026-03-11", "2026-03-04"),
        ("2026-03-04T06:00/08:00!past", "2026-03-04"),
    ],
)
def test_one_day_is_found(text: str, expected: str) -> None:
    assert find_day(text, NOW, FEASTS) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ce week-end",
        "samedi et dimanche",
        "samedi ou dimanche",
        "vendredi saint",
        "le dimanche des Rameaux",
        "tous les jours",
        "bientôt",
        "en mars",
        "30 février",
        "31/11",
        "14/13",
        "14/03/2025",
        "mardi 14 mars",
        "14 mars ou 15 mars",
        "matin",
        "12:30",
        "à 18h30",
        "99999999999999/1",
        "2026-03-08|2026-03-09",
        "2026-03-03!past",
        "!no_such_day",
        "PT1H",
    ],
)
def test_a_doubt_is_no_day(text: str) -> None:
    assert find_day(text, NOW, FEASTS) is None


def test_a_day_that_is_over_lately_is_no_day_of_the_next_year() -> None:
    assert find_day("3 mars", NOW, FEASTS) is None
    assert find_day("20 février", NOW, FEASTS) is None


def test_a_leap_day_waits_for_a_year_that_has_it() -> None:
    assert find_day("29 février", NOW) is None
    assert find_day("29 février", datetime(2028, 1, 1, tzinfo=UTC)) == date(2028, 2, 29)
    assert find_day("29 février", datetime(2028, 3, 1, tzinfo=UTC)) is None
