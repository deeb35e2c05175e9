"""Appointments over signed webhooks: taken, seen, moved, cancelled, reminded of the day before."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.conftest import Stranger, meta_of, meta_variables
from tests.acceptance.fake_graph import FakeGraph, Sent
from tests.acceptance.front_desk_process import PATIENCE, FrontDeskProcess
from tests.acceptance.person import Person, titles

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

#: "mar. 24 nov. 15h30"
ROW = re.compile(r"(?:lun|mar|mer|jeu|ven|sam|dim)\. (?:1er|\d+) \S+ \d+h\d\d")
#: "mardi 24 novembre 2026 à 15 h 30"
WHOLE = re.compile(r"\w+di (?:1er|\d+) \w+ 20\d\d à \d+\sh(?:\s\d\d)?")


def whole(sent: Sent) -> str:
    """Return the first full date in a message."""
    found = WHOLE.search(sent.text)
    assert found, sent.text
    return found.group()


async def offered(person: Person, purpose: str, who: str) -> list[str]:
    """Ask for an appointment as soon as possible; return the hours on the screen."""
    [purposes] = await person.writes("je voudrais prendre rendez-vous")
    assert purpose in titles(purposes)
    [people] = await person.taps(purpose)
    assert {"Peu importe", who} <= set(titles(people))
    [when] = await person.taps(who)
    assert "Quand" in when.text
    [offer] = await person.taps("Au plus tôt")
    *rows, other = titles(offer)
    assert other == "Autres horaires" and all(ROW.fullmatch(row) for row in rows)
    return rows


async def books(person: Person, row: int = 0) -> str:
    """Take an appointment; return its full date."""
    rows = await offered(person, "Baptême", "Père André")
    [summary] = await person.taps(rows[row])
    assert "un baptême" in summary.text and "le père André" in summary.text
    done, _ = await person.taps("Oui, réservez")
    assert "réservé" in done.text and whole(done) == whole(summary)
    return whole(done)


def stored(desk: FrontDeskProcess, person: Person) -> list[tuple[str, str]]:
    return desk.rows(
        "SELECT said, status FROM appointments WHERE contact ="
        " (SELECT contact FROM contact_aliases WHERE value = ?) ORDER BY id",
        person.number,
    )


async def test_taken_seen_moved_and_cancelled(awa: Person, desk: FrontDeskProcess) -> None:
    said = await books(awa)
    assert stored(desk, awa) == [(said, "booked")]
    [coming] = await awa.writes("quand est mon rendez-vous ?")
    assert said in coming.text and titles(coming) == ["Déplacer", "Annuler"]

    [when] = await awa.taps("Déplacer")
    assert "Quand" in when.text
    [offer] = await awa.taps("Au plus tôt")
    [summary] = await awa.taps(titles(offer)[1])
    moved, _ = await awa.taps("Oui, déplacez")
    now = whole(moved)
    assert now != said and now in summary.text and stored(desk, awa) == [(now, "booked")]

    [sure] = await awa.writes("je voudrais annuler mon rendez-vous")
    assert now in sure.text
    cancelled, _ = await awa.taps("Oui, annulez-le")
    assert "annulé" in cancelled.text and stored(desk, awa) == [(now, "cancelled")]
    [nothing] = await awa.writes("quand est mon rendez-vous ?")
    assert "pas de rendez-vous" in nothing.text


async def test_in_words_instead_of_taps(awa: Person, desk: FrontDeskProcess) -> None:
    rows = await offered(awa, "Baptême", "Père Joseph")
    [summary] = await awa.writes("le deuxième")
    first = whole(summary)
    day = int(re.findall(r"\d+", rows[1])[0])
    assert f" {day} " in first or day == 1
    # A day that no other test asks for: all of them share one calendar.
    [again] = await awa.writes("non, plutôt vendredi")
    assert titles(again)[-1] == "Autres horaires"
    assert all(row.startswith("ven. ") for row in titles(again)[:-1])
    [summary] = await awa.writes("le premier")
    assert whole(summary).startswith("vendredi")
    done, _ = await awa.writes("oui")
    assert stored(desk, awa) == [(whole(done), "booked")]


async def test_other_hours_until_one_suits(awa: Person) -> None:
    first = await offered(awa, "Baptême", "Père André")
    [more] = await awa.taps("Autres horaires")
    assert not set(titles(more)[:-1]) & set(first)
    [more] = await awa.writes("autres horaires")
    assert len(titles(more)) == 4


async def test_words_without_a_day_are_asked_about_again(awa: Person) -> None:
    await offered(awa, "Baptême", "Père Joseph")
    sorry, again = await awa.writes("après la fête du village")
    assert "pas reconnu" in sorry.text and titles(again)[-1] == "Autres horaires"


async def test_a_slot_that_somebody_keeps_is_not_offered_to_others(person: Stranger) -> None:
    awa, binta = person(), person()
    hers = await offered(awa, "Baptême", "Père André")
    await awa.taps(hers[0])
    assert hers[0] not in await offered(binta, "Baptême", "Père André")


async def test_two_people_tap_the_same_hour_at_once(
    person: Stranger, desk: FrontDeskProcess
) -> None:
    people = [person() for _ in range(4)]
    for one in people:
        rows = await offered(one, "Baptême", "Père Joseph")
    taps = [one.tap(rows[0]) for one in people]
    answers = await asyncio.gather(*(p.sends(t) for p, t in zip(people, taps, strict=True)))
    kept = [answer for answer in answers if "récapitule" in answer[0].text]
    gone = [answer for answer in answers if "vient d’être pris" in answer[0].text]
    assert (len(kept), len(gone)) == (1, 3)
    assert all(rows[0] not in titles(answer[-1]) for answer in gone)


async def test_a_purpose_with_a_question_of_its_own(awa: Person, desk: FrontDeskProcess) -> None:
    [question] = await awa.writes("je voudrais un rendez-vous pour un mariage")
    assert "date de mariage" in question.text
    [when] = await awa.writes("oui, au mois d’août")
    [offer] = await awa.taps("Au plus tôt")
    await awa.taps(titles(offer)[0])
    await awa.taps("Oui, réservez")
    [(note,)] = desk.rows(
        "SELECT note FROM appointments WHERE contact ="
        " (SELECT contact FROM contact_aliases WHERE value = ?)",
        awa.number,
    )
    assert "Quand" in when.text and note == "oui, au mois d’août"


async def test_no_more_appointments_than_the_parish_allows(awa: Person) -> None:
    for _ in range(3):
        await books(awa)
    sorry, *_ = await awa.writes("je voudrais prendre rendez-vous")
    assert "déjà plusieurs rendez-vous" in sorry.text and "Mes rendez-vous" in titles(sorry)


# -- reminders ---------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def tomorrow(
    graph: FakeGraph, http: httpx.AsyncClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[FrontDeskProcess, Person]]:
    """A house whose clock stands a minute after the reminder of the appointment it has given."""
    desk = FrontDeskProcess(tmp_path_factory.mktemp("reminders"), meta_variables(graph))
    await desk.start()
    person = Person("221770009200", meta_of(http, desk), graph, desk)
    await books(person)
    await desk.stop()
    due = min(
        datetime.fromisoformat(text).replace(tzinfo=UTC)
        for (text,) in desk.rows("SELECT due_at FROM timers WHERE status = 'armed'")
    )
    shift = due - datetime.now(UTC) + timedelta(minutes=1)
    await desk.start(ACCUEIL_CLOCK_SHIFT=str(int(shift.total_seconds())))
    yield desk, person
    await desk.stop()


async def test_a_reminder_with_its_buttons(tomorrow: tuple[FrontDeskProcess, Person]) -> None:
    desk, awa = tomorrow
    async with asyncio.timeout(PATIENCE):
        while "rappelle" not in awa.received[-1].text:
            await asyncio.sleep(0.02)
    reminder = awa.received[-1]
    [(said, _)] = stored(desk, awa)
    assert said in reminder.text
    assert titles(reminder) == ["Je viens", "Déplacer", "Annuler"]
    [thanks] = await awa.taps("Je viens")
    assert said in thanks.text
    assert desk.rows("SELECT confirmed_at IS NOT NULL FROM appointments") == [(1,)]
    [when] = await awa.taps("Déplacer")
    assert "Quand" in when.text
    kept, *_ = await awa.writes("annuler")
    assert "annulé" in kept.text and [status for _, status in stored(desk, awa)] == ["booked"]
    [sure] = await awa.taps("Annuler")
    assert said in sure.text
    await awa.taps("Oui, annulez-le")
    assert [status for _, status in stored(desk, awa)] == ["cancelled"]
    assert desk.rows("SELECT count(*) FROM timers WHERE status = 'armed'") == [(0,)]
