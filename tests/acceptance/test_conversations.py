"""People talk to the parish by signed webhooks, and read its answers on their phones."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.conftest import Stranger
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.person import Person, titles

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DAYS = ["Mardi", "Jeudi", "Samedi"]


async def test_an_appointment_from_the_first_word_to_the_thanks(
    awa: Person, desk: FrontDeskProcess
) -> None:
    [welcome] = await awa.writes("bonjour")
    assert "bienvenue" in welcome.text and len(welcome.choices) == 4
    [purpose] = await awa.taps("Prendre rendez-vous")
    assert "motif" in purpose.text and "Mariage" in titles(purpose)
    [day] = await awa.taps("Baptême")
    assert "jour" in day.text and titles(day) == DAYS
    [summary] = await awa.taps("Mardi")
    assert "un baptême" in summary.text and "mardi" in summary.text
    assert titles(summary) == ["Oui, c’est bien cela", "Modifier", "Annuler"]
    noted, more = await awa.taps("Oui, c’est bien cela")
    assert "noté" in noted.text and "mardi" in noted.text and "autre chose" in more.text
    [welcome] = await awa.writes("merci beaucoup")
    assert "plaisir" in welcome.text
    [goodbye] = await awa.writes("au revoir et bonne journée")
    assert "bientôt" in goodbye.text

    contact = desk.rows("SELECT contact FROM contact_aliases WHERE value = ?", awa.number)[0][0]
    requests = desk.rows(
        "SELECT purpose, wished_day, status FROM appointment_requests WHERE contact = ?", contact
    )
    assert requests == [("bapteme", "mardi", "open")]


async def test_buttons_and_lists_are_what_whatsapp_draws(awa: Person) -> None:
    [purpose] = await awa.writes("je voudrais prendre rendez-vous")
    assert purpose.payload["interactive"]["type"] == "list"
    assert len(purpose.choices) == 6
    [day] = await awa.taps("Funérailles")
    assert day.payload["interactive"]["type"] == "button"


async def test_a_choice_may_be_typed(awa: Person) -> None:
    await awa.writes("je voudrais prendre rendez-vous")
    [day] = await awa.writes("mariage")
    assert titles(day) == DAYS
    [summary] = await awa.writes("2")
    assert "un mariage" in summary.text and "jeudi" in summary.text


async def test_mass_times_of_a_day_and_of_the_week(awa: Person) -> None:
    # Neither today, whose masses may be over, nor tomorrow, which is not called by its name.
    day = WEEKDAYS[(datetime.now(ZoneInfo("Africa/Dakar")).weekday() + 3) % 7]
    [of_day] = await awa.writes(f"à quelle heure est la messe {day} ?")
    assert of_day.text.startswith(f"Messes, {day}")
    [week] = await awa.writes("quels sont les horaires des messes")
    assert "semaine" in week.text and "lundi" in week.text and "dimanche" in week.text


async def test_address_and_office_come_from_the_file_of_the_parish(awa: Person) -> None:
    [address] = await awa.writes("où se trouve la paroisse")
    assert "Notre-Dame-des-Filaos" in address.text and "https://maps.google.com/" in address.text
    [office] = await awa.writes("quand le secrétariat est-il ouvert ?")
    assert "secrétariat" in office.text


async def test_a_question_in_the_middle_then_back(awa: Person) -> None:
    [day] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    masses, resumed, again = await awa.writes("au fait, à quelle heure est la messe ?")
    assert "messes" in masses.text.lower()
    assert "rendez-vous" in resumed.text
    assert (again.text, titles(again)) == (day.text, titles(day))
    [summary] = await awa.taps("Samedi")
    assert "un baptême" in summary.text and "samedi" in summary.text


async def test_a_correction(awa: Person) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await awa.taps("Mardi")
    corrected, summary = await awa.writes("non, plutôt jeudi")
    assert "corrigé" in corrected.text
    assert "jeudi" in summary.text and "mardi" not in summary.text and "baptême" in summary.text


async def test_cancelling_in_words_and_by_button(awa: Person) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    cancelled, *_ = await awa.writes("je veux annuler")
    assert "annulé" in cancelled.text
    await awa.writes("je voudrais un rendez-vous pour un mariage")
    await awa.taps("Jeudi")
    cancelled, *_ = await awa.taps("Annuler")
    assert "annulé" in cancelled.text
    [nothing] = await awa.writes("je veux annuler")
    assert "pas de demande en cours" in nothing.text


async def test_starting_again_forgets_what_was_said(awa: Person) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    [fresh] = await awa.writes("on recommence à zéro")
    assert "début" in fresh.text
    [purpose] = await awa.writes("je voudrais prendre rendez-vous")
    assert "motif" in purpose.text and len(purpose.choices) == 6


async def test_out_of_scope_alone_and_in_the_middle(awa: Person) -> None:
    [sorry] = await awa.writes("quel est le score du match")
    assert "je ne peux pas" in sorry.text
    [day] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    sorry, again = await awa.writes("quel est le score du match")
    assert "je ne peux pas" in sorry.text and titles(again) == titles(day)


async def test_a_person_of_the_office_can_be_reached(awa: Person) -> None:
    [contact] = await awa.writes("je voudrais parler à une personne")
    assert "téléphone" in contact.text and "+221" in contact.text


async def test_people_do_not_share_a_conversation(person: Stranger) -> None:
    awa, binta = person(), person()
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await binta.writes("je voudrais un rendez-vous pour un mariage")
    [of_awa] = await awa.taps("Mardi")
    [of_binta] = await binta.taps("Jeudi")
    assert "baptême" in of_awa.text and "mardi" in of_awa.text
    assert "mariage" in of_binta.text and "jeudi" in of_binta.text
