"""A person is asked for, comes, answers and leaves: over signed webhooks, and in two real browsers.

The office is open or closed when the tests run, and both are right; what is asserted holds at any
hour.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.conftest import meta_of, meta_variables
from tests.acceptance.fake_graph import FakeGraph, Sent
from tests.acceptance.front_desk_process import PATIENCE, FrontDeskProcess
from tests.acceptance.person import Person, titles
from tests.connectors.agent_desk.desk_page import DeskPage
from tests.connectors.simulator.phone_page import PhonePage, chromium

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

ASKING = "je voudrais parler à une personne"
#: Six days, in seconds: longer than any week-end of the office and twelve hours more.
LATER = str(6 * 24 * 3600)


class Office:
    """What somebody at the office does about one person, over the desk's addresses."""

    def __init__(self, http: httpx.AsyncClient, desk: FrontDeskProcess) -> None:
        self._http = http
        self._desk = desk

    async def does(self, act: str, person: Person, **more: Any) -> httpx.Response:
        body = {"ticket": self.ticket(person)[0], "agent": "Sœur Marie", **more}
        return await self._http.post(f"{self._desk.url}/desk/{act}", json=body)

    def ticket(self, person: Person) -> tuple[int, str, str, str]:
        """Return (id, status, reason, priority) of the newest ticket."""
        number, status, reason, priority = self.tickets(person)[-1]
        return number, status, reason, priority

    def tickets(self, person: Person) -> list[Any]:
        return self._desk.rows(
            "SELECT t.id, t.status, t.reason, t.priority FROM tickets t"
            " JOIN contact_aliases a ON a.contact = t.contact AND a.value = ? ORDER BY t.id",
            person.number,
        )


@pytest.fixture
def office(http: httpx.AsyncClient, desk: FrontDeskProcess) -> Office:
    return Office(http, desk)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that nobody answers for."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.02)


def says(person: Person, words: str) -> Callable[[], bool]:
    return lambda: any(words in sent.text for sent in person.received)


async def asks_for_somebody(person: Person) -> list[Sent]:
    """Ask for a person without a reason; return the acknowledgement."""
    [question] = await person.writes(ASKING)
    assert "Passer" in titles(question)
    return await person.taps("Passer")


async def test_from_the_request_to_the_assistant_s_return(awa: Person, office: Office) -> None:
    [acknowledged] = await asks_for_somebody(awa)
    assert "C’est transmis" in acknowledged.text
    assert "répond" in acknowledged.text and "bientôt" not in acknowledged.text
    assert office.ticket(awa)[1:] == ("waiting", "", "normal")

    # Somebody who waits is told so once, and then left in peace.
    [notice] = await awa.writes("vous êtes là ?")
    assert "transmis" in notice.text
    assert await awa.writes("il y a quelqu’un ?") == []
    assert await awa.writes(ASKING) == []
    assert len(office.tickets(awa)) == 1

    assert (await office.does("answer", awa, text="Bonjour, ici Sœur Marie.")).status_code == 200
    await until(says(awa, "ici Sœur Marie"))
    assert office.ticket(awa)[1] == "taken"
    # Between two people the assistant has no word, whatever is said.
    assert await awa.writes("bonjour") == []
    assert await awa.writes("annuler") == []

    assert (await office.does("close", awa)).status_code == 200
    await until(says(awa, "assistant automatique vous répond de nouveau"))
    [greeting] = await awa.writes("bonjour")
    assert "bienvenue" in greeting.text
    assert office.ticket(awa)[1] == "closed"


async def test_a_request_that_was_open_goes_on_afterwards(awa: Person, office: Office) -> None:
    asked = await awa.writes("je voudrais un rendez-vous")
    await asks_for_somebody(awa)
    before = len(awa.received)
    await office.does("take", awa)
    await office.does("close", awa)
    await until(lambda: len(awa.received) >= before + 3)
    back, resumed, *again = awa.received[before:]
    assert "de nouveau" in back.text and "Reprenons" in resumed.text
    assert [sent.text for sent in again] == [asked[-1].text]


async def test_the_person_changes_their_mind(awa: Person, office: Office) -> None:
    await asks_for_somebody(awa)
    await awa.writes("Annuler")
    await until(says(awa, "je ne dérange personne"))
    assert office.ticket(awa)[1] == "closed"
    [greeting] = await awa.writes("bonjour")
    assert "bienvenue" in greeting.text


async def test_an_emergency_gets_a_number_and_no_question(awa: Person, office: Office) -> None:
    answers = await awa.sends(awa.meta.text(awa.number, "bonjour"))
    assert answers
    words = "mon père est mourant, il lui faut un prêtre tout de suite"
    [told] = await awa.writes(words)
    assert "+221 77 000 00 00" in told.text
    assert office.ticket(awa)[1:] == ("waiting", words, "urgent")


async def test_stop_is_heard_while_somebody_is_awaited(awa: Person, office: Office) -> None:
    await asks_for_somebody(awa)
    [stopped] = await awa.writes("STOP")
    assert "REPRENDRE" in stopped.text
    assert await awa.writes("vous êtes là ?") == []
    # A person may still answer a person.
    await office.does("answer", awa, text="Nous avons bien noté.")
    await until(says(awa, "bien noté"))
    before = len(awa.received)
    await office.does("close", awa)
    await until(lambda: office.ticket(awa)[1] == "closed")
    [back] = await awa.writes("REPRENDRE")
    # The assistant's return was not said to somebody who wants no automatic message.
    assert awa.received[before:] == [back]


# -- nobody comes ----------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def forgotten(
    graph: FakeGraph, http: httpx.AsyncClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[FrontDeskProcess, Person]]:
    """A person who has asked for somebody, in a house that is then closed."""
    desk = FrontDeskProcess(tmp_path_factory.mktemp("forgotten"), meta_variables(graph))
    await desk.start()
    person = Person("221770009200", meta_of(http, desk), graph, desk)
    await asks_for_somebody(person)
    await desk.stop()
    yield desk, person
    await desk.stop()


async def test_when_nobody_comes_the_assistant_says_so(
    forgotten: tuple[FrontDeskProcess, Person],
) -> None:
    desk, person = forgotten
    await desk.start(ACCUEIL_CLOCK_SHIFT=LATER)
    await until(says(person, "Personne n’a pu vous répondre"))
    assert desk.rows("SELECT status, closed_by FROM tickets") == [("closed", "silence")]
    assert desk.rows("SELECT handler FROM conversations") == [("bot",)]


# -- in two browsers -------------------------------------------------------------------------


@pytest.mark.browser
async def test_the_simulator_and_the_desk(desk: FrontDeskProcess) -> None:
    name = f"Fatou {secrets.token_hex(3)}"
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        page = await DeskPage.open(browser, f"{desk.url}/desk", agent="Sœur Marie")
        await phone.add_contact(name)
        await phone.say(ASKING)
        await phone.sees("de quoi s’agit-il" if await _is_open(phone) else "Écrivez-moi")
        await phone.tap("Passer")
        await phone.sees("C’est transmis")

        await page.opens(name)
        await page.sees_message(ASKING, "person")
        await page.sees_message("C’est transmis", "assistant")
        await page.answers("Bonjour Fatou, que puis-je pour vous ?")
        await phone.sees("Bonjour Fatou")
        await page.sees_state("Avec Sœur Marie")

        await phone.attach("Position")
        await page.sees_message("Position", "person")
        await phone.say("merci ma sœur <b>")
        await page.sees_message("merci ma sœur <b>", "person")

        await page.presses("Terminer")
        await phone.sees("vous répond de nouveau")
        await page.sees_state("terminée")
        assert phone.faults == [] and page.faults == []


async def _is_open(phone: PhonePage) -> bool:
    """Tell which question was asked: with the office closed, a meeting is offered too."""
    await phone.page.locator(".choice").filter(has_text="Passer").wait_for()
    return "Prendre rendez-vous" not in await phone.choices()
