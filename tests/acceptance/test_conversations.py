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
PRIESTS = ["Peu importe", "Père André", "Père Joseph"]


async def test_an_appointment_from_the_first_word_to_the_thanks(
    awa: Person, desk: FrontDeskProcess
) -> None:
    [welcome] = await awa.writes("bonjour")
    assert "bienvenue" in welcome.text and len(welcome.choices) == 4
    [purpose] = await awa.taps("Prendre rendez-vous")
    assert "motif" in purpose.text and "Mariage" in titles(purpose)
    [who] = await awa.taps("Baptême")
    assert "qui" in who.text and titles(who) == PRIESTS
    [when] = await awa.taps("Père André")
    assert "Quand" in when.text
    [offer] = await awa.taps("Au plus tôt")
    [summary] = await awa.taps(titles(offer)[0])
    assert "un baptême" in summary.text and "le père André" in summary.text
    assert titles(summary) == ["Oui, réservez", "Modifier", "Annuler"]
    done, more = await awa.taps("Oui, réservez")
    assert "réservé" in done.text and "autre chose" in more.text
    [welcome] = await awa.writes("merci beaucoup")
    assert "plaisir" in welcome.text
    [goodbye] = await awa.writes("au revoir et bonne journée")
    assert "bientôt" in goodbye.text

    contact = desk.rows("SELECT contact FROM contact_aliases WHERE value = ?", awa.number)[0][0]
    booked = desk.rows(
        "SELECT purpose, resource, status FROM appointments WHERE contact = ?", contact
    )
    assert booked == [("bapteme", "pere_andre", "booked")]


async def test_buttons_and_lists_are_what_whatsapp_draws(awa: Person) -> None:
    [purpose] = await awa.writes("je voudrais prendre rendez-vous")
    assert purpose.payload["interactive"]["type"] == "list"
    assert len(purpose.choices) == 6
    [who] = await awa.taps("Funérailles")
    assert who.payload["interactive"]["type"] == "button"


async def test_a_choice_may_be_typed(awa: Person) -> None:
    await awa.writes("je voudrais prendre rendez-vous")
    [who] = await awa.writes("baptême")
    assert titles(who) == PRIESTS
    [when] = await awa.writes("2")
    assert "Quand" in when.text
    [offer] = await awa.writes("au plus tôt")
    [summary] = await awa.writes("1")
    assert "un baptême" in summary.text and "le père André" in summary.text
    assert titles(offer)[-1] == "Autres horaires"


async def test_mass_times_of_a_day_and_of_the_week(awa: Person) -> None:
    # Neither today, whose masses may be over, nor tomorrow, which is not called by its name.
    day = WEEKDAYS[(datetime.now(ZoneInfo("Africa/Dakar")).weekday() + 3) % 7]
    [of_day] = await awa.writes(f"à quelle heure est la messe {day} ?")
    assert of_day.text.startswith(f"Messes, {day}")
    [week] = await awa.writes("quels sont les horaires des messes")
    assert "semaine" in week.text and "lundi" in week.text and "dimanche" in week.text


async def test_address_and_office_come_from_the_file_of_the_parish(awa: Person) -> None:
    address, place = await awa.writes("où se trouve la paroisse")
    assert place.payload["type"] == "location"
    assert "Notre-Dame-des-Filaos" in address.text and "https://maps.google.com/" in address.text
    [office] = await awa.writes("quand le secrétariat est-il ouvert ?")
    assert "secrétariat" in office.text


async def test_a_question_in_the_middle_then_back(awa: Person) -> None:
    [who] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    masses, resumed, again = await awa.writes("au fait, à quelle heure est la messe ?")
    assert "messes" in masses.text.lower()
    assert "rendez-vous" in resumed.text
    assert (again.text, titles(again)) == (who.text, titles(who))
    await awa.taps("Père Joseph")
    [offer] = await awa.taps("Au plus tôt")
    [summary] = await awa.taps(titles(offer)[0])
    assert "un baptême" in summary.text and "le père Joseph" in summary.text


async def test_a_correction(awa: Person) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await awa.taps("Père Joseph")
    [offer] = await awa.writes("mercredi")
    [summary] = await awa.taps(titles(offer)[0])
    assert "mercredi" in summary.text
    [offer] = await awa.writes("non, plutôt vendredi")
    [summary] = await awa.taps(titles(offer)[0])
    assert "vendredi" in summary.text and "mercredi" not in summary.text
    assert "baptême" in summary.text


async def test_cancelling_in_words_and_by_button(awa: Person) -> None:
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    cancelled, *_ = await awa.writes("je veux annuler")
    assert "annulé" in cancelled.text
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await awa.taps("Peu importe")
    [offer] = await awa.taps("Au plus tôt")
    await awa.taps(titles(offer)[0])
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
    [who] = await awa.writes("je voudrais un rendez-vous pour un baptême")
    sorry, again = await awa.writes("quel est le score du match")
    assert "je ne peux pas" in sorry.text and titles(again) == titles(who)


async def test_a_person_of_the_office_can_be_reached(awa: Person) -> None:
    [question] = await awa.writes("je voudrais parler à une personne")
    assert "quelques mots" in question.text and "Passer" in titles(question)


async def test_people_do_not_share_a_conversation(person: Stranger) -> None:
    awa, binta = person(), person()
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await binta.writes("je voudrais un rendez-vous pour des funérailles")
    await awa.taps("Père André")
    await binta.taps("Père Joseph")
    [for_awa] = await awa.taps("Au plus tôt")
    [for_binta] = await binta.taps("Au plus tôt")
    [of_awa] = await awa.taps(titles(for_awa)[0])
    [of_binta] = await binta.taps(titles(for_binta)[0])
    assert "baptême" in of_awa.text and "André" in of_awa.text
    assert "funérailles" in of_binta.text and "Joseph" in of_binta.text
