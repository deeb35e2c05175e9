"""What people really write about masses, feasts, fees and papers, over signed webhooks."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter  # type: ignore[import-untyped]

from tests.acceptance.conftest import Stranger
from tests.acceptance.person import Person, titles

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

#: What is written -> what must stand in the one answer to it.
SENTENCES = [
    ("slt svp a kel heur la mess", r"messes de la semaine :\n• lundi : 18h30"),
    ("y a-t-il une messe en wolof ?", r"Messes en wolof :\n• mercredi : 18h30 en wolof"),
    ("quand est la prochaine messe", r"La prochaine messe : .+ à \d+h"),
    ("à quelle heure est la messe de Noël ?", r"25 décembre \(Noël\) :\n• 10h, en français"),
    ("messe du vendredi saint svp", r"\(Vendredi saint\) :\n• 15h, chemin de croix"),
    ("les messes de ce week-end", r"messes( :|,)"),
    ("c kel jour noel", r"Noël : \w+ 25 décembre \d{4}"),
    ("carem commence kan", r"Carême : du mercredi \d+"),
    ("bonjour, les confessions c'est quand ?", r"prêtre confesse :\n• samedi : de 16h30 à 18h"),
    (
        "le secrétariat est ouvert le lundi ?",
        r"ne reçoit pas .*lundi|ne reçoit pas (aujourd|demain)",
    ),
    ("c koi le numero de la paroisse", r"Secrétariat : \+221 33 800 00 00"),
    ("le contact du père André s'il vous plaît", r"Père André Sagna, curé : \+221"),
    ("c'est combien une messe", r"Intention de messe : 3 000 F CFA"),
    ("frais d'inscription au caté par enfant", r"Catéchisme : 5 000 F CFA"),
    ("papiers pour le baptême", r"Le baptême\n\nLes étapes :\n• .+\n\nÀ apporter :\n• l’extrait"),
    ("qui peut être parrain ou marraine d'un enfant", r"seize ans.+Source : Guide du baptême"),
]


@pytest.mark.parametrize(("said", "expected"), SENTENCES)
async def test_a_sentence_has_its_answer(person: Stranger, said: str, expected: str) -> None:
    [answer] = await person().writes(said)
    assert re.search(expected, answer.text, re.DOTALL), answer.text


async def test_easter_as_others_reckon_it(awa: Person) -> None:
    today = datetime.now(ZoneInfo("Africa/Dakar")).date()
    coming = min(day for day in _easters(today.year) if day >= today)
    [answer] = await awa.writes("bonjour, c'est quand Pâques ?")
    day = "1er" if coming.day == 1 else str(coming.day)
    month = "mars" if coming.month == 3 else "avril"
    assert f"Pâques : dimanche {day} {month} {coming.year}" in answer.text
    assert "7h30" in answer.text


def _easters(year: int) -> tuple[date, date]:
    return easter(year), easter(year + 1)


async def test_two_questions_in_one_message(awa: Person) -> None:
    masses, office = await awa.writes(
        "Quels sont les horaires de la messe ? Et le secrétariat est ouvert à Noël ?"
    )
    # The day of the second question is not that of the first.
    assert "messes de la semaine" in masses.text
    assert "ne reçoit pas" in office.text and "Noël" in office.text


async def test_a_sacrament_that_is_chosen_then_an_appointment_for_it(awa: Person) -> None:
    await awa.writes("aide")
    [which] = await awa.taps("Sacrements")
    assert "Mariage" in titles(which) and "Funérailles" in titles(which)
    [sheet] = await awa.taps("Mariage")
    assert sheet.text.startswith("Le mariage") and "Délai : six mois" in sheet.text
    assert titles(sheet) == ["Prendre rendez-vous", "Parler à quelqu’un"]
    [question] = await awa.taps("Prendre rendez-vous")
    assert "mariage" in question.text


async def test_the_place_comes_with_the_address(awa: Person) -> None:
    address, place = await awa.writes("vous êtes où exactement ?")
    assert "Repère : derrière le marché" in address.text
    assert place.payload["type"] == "location"
    assert place.payload["location"]["latitude"] == pytest.approx(14.7234)


async def test_a_day_that_is_over_is_said_so_with_a_way_on(awa: Person) -> None:
    [past] = await awa.writes("la messe d'hier c'était à quelle heure ?")
    assert "déjà passé" in past.text and titles(past) == ["Tout voir"]
    [week] = await awa.taps("Tout voir")
    assert "messes de la semaine" in week.text
