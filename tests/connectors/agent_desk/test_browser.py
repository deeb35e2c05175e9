"""The desk's page in a real Chromium, with a front desk of fakes behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from engine.storage import tables
from tests.connectors.agent_desk.counter import Counter, served
from tests.connectors.agent_desk.desk_page import DeskPage
from tests.connectors.simulator.phone_page import PATIENCE, chromium
from tests.engine.delivery.fakes import World, message
from tests.engine.handoff.office import AWA, MOUSSA

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


@pytest.fixture
def counter() -> Iterator[Counter]:
    world = World()
    yield Counter(world)
    world.database.close()


@asynccontextmanager
async def desk_at(
    counter: Counter, *, agent: str = "Sœur Marie", width: int = 1280
) -> AsyncIterator[DeskPage]:
    """Serve ``counter``, open the page, and refuse any complaint of the browser at the end."""
    async with chromium() as browser, served(counter) as address:
        desk = await DeskPage.open(browser, address, agent=agent, width=width)
        yield desk
        assert desk.faults == []


async def test_a_request_from_its_first_sight_to_its_end(counter: Counter) -> None:
    async with desk_at(counter) as desk:
        await expect(desk.page.locator("#no-cards")).to_be_visible(timeout=PATIENCE)
        await counter.asks(slots={"motif": "bapteme"}, summary="Demande : le baptême")
        await desk.sees_cards("le baptême")
        await expect(desk.page).to_have_title("(1) Accueil · relais", timeout=PATIENCE)
        await desk.opens("le baptême")
        await desk.sees_message("bonjour", "person")
        await desk.sees_message("re: bonjour", "assistant")
        await expect(desk.page.locator("#slots")).to_contain_text("bapteme")
        await expect(desk.page.locator("#summary")).to_have_text("Demande : le baptême")

        await counter.hears(message("vous êtes là ?"))
        await desk.sees_message("vous êtes là ?", "person")
        await desk.answers("Oui, *bonjour*")
        await desk.sees_message("Oui, bonjour", "agent")
        await desk.sees_state("Avec Sœur Marie")
        await expect(desk.page.locator(".bubble.agent .meta")).to_contain_text(
            "envoyé", timeout=PATIENCE
        )
        assert counter.world.provider.taken[-1] == "Oui, *bonjour*"
        await expect(desk.page.get_by_role("textbox", name="Votre réponse")).to_have_value("")

        await desk.notes("rappeler la maman")
        await expect(desk.page.locator(".notes")).to_contain_text(
            "rappeler la maman", timeout=PATIENCE
        )
        await desk.presses("Terminer")
        await desk.sees_state("terminée")
        await expect(desk.page.locator("#composer")).to_be_hidden()
        await expect(desk.page.locator("#no-cards")).to_be_visible(timeout=PATIENCE)
    assert counter.tickets("status", "closed_by") == [("closed", "agent")]


async def test_texts_are_never_markup(counter: Counter) -> None:
    await counter.knows(AWA, HOSTILE)
    await counter.asks(reason=HOSTILE, summary=HOSTILE, slots={HOSTILE: HOSTILE, "l": [HOSTILE]})
    with counter.world.database.transaction() as connection:
        connection.execute(tables.contacts.update().values(profile_name=HOSTILE))
    async with desk_at(counter, agent=HOSTILE[:40]) as desk:
        await desk.opens("<img src=x")
        await desk.sees_message("<script>", "person")
        await desk.answers(HOSTILE)
        await desk.sees_message("<script>", "agent")
        await desk.notes(HOSTILE)
        await expect(desk.page.locator(".notes")).to_contain_text("<script>", timeout=PATIENCE)
        assert await desk.page.locator("main img, main script").count() == 0
        assert await desk.page.title() == "Accueil · relais"


async def test_urgent_ones_come_first_and_two_colleagues_see_the_same(counter: Counter) -> None:
    await counter.asks(AWA, "un renseignement")
    async with chromium() as browser, served(counter) as address:
        marie = await DeskPage.open(browser, address, agent="Sœur Marie")
        paul = await DeskPage.open(browser, address, agent="Paul")
        await counter.asks(MOUSSA, "un malade", priority="urgent")
        await marie.sees_cards("un malade", "un renseignement")
        await paul.sees_cards("un malade", "un renseignement")
        await expect(paul.card("un malade")).to_contain_text("Urgent")
        await marie.opens("un malade")
        await paul.opens("un malade")
        await marie.presses("Prendre")
        await paul.sees_state("Avec Sœur Marie")
        # The one that waits goes before the one that is answered.
        await paul.sees_cards("un renseignement", "un malade")
        await paul.presses("Reprendre")
        await marie.sees_state("Avec Paul")
        await marie.notes("merci Paul")
        await expect(paul.page.locator(".notes")).to_contain_text("Sœur Marie", timeout=PATIENCE)
        assert marie.faults == [] and paul.faults == []


async def test_by_keyboard_alone_and_the_name_is_remembered(counter: Counter) -> None:
    await counter.asks(AWA, "la première")
    await counter.asks(MOUSSA, "la seconde")
    async with desk_at(counter) as desk:
        keyboard, focused = desk.page.keyboard, desk.page.locator(":focus")
        await desk.card("la première").focus()
        await keyboard.press("ArrowDown")
        await expect(focused).to_contain_text("la seconde")
        await keyboard.press("Enter")
        await expect(focused).to_have_attribute("id", "text", timeout=PATIENCE)
        await desk.sees_message("bonjour", "person")
        await keyboard.type("une ligne")
        await keyboard.press("Shift+Enter")
        await keyboard.type("deux")
        # What was typed waits while another request is looked at.
        await keyboard.press("Escape")
        await expect(focused).to_contain_text("la seconde", timeout=PATIENCE)
        await keyboard.press("Enter")
        await expect(focused).to_have_value("une ligne\ndeux", timeout=PATIENCE)
        await keyboard.press("Enter")
        await desk.sees_message("une ligne", "agent")
        await desk.page.reload()
        # The address names the request, the browser the person.
        await desk.sees_message("une ligne", "agent")
        await expect(desk.page.locator("#agent-name")).to_have_text("Sœur Marie")
        await expect(desk.page.get_by_role("dialog")).to_have_count(0)


async def test_an_answer_that_was_refused_is_not_lost(counter: Counter) -> None:
    await counter.asks()
    async with desk_at(counter) as desk:
        await desk.opens("le baptême")
        [number] = counter.tickets("id")
        counter.act(counter.handoff.close, number, agent="Paul")
        # The page hears of it by itself; what follows is somebody who had begun to write before.
        await expect(desk.page.locator("#composer")).to_be_hidden(timeout=PATIENCE)
        await desk.page.evaluate("document.getElementById('composer').hidden = false")
        await desk.answers("trop tard")
        await desk.sees_banner("déjà terminée")
        await expect(desk.page.locator("#text")).to_have_value("trop tard")
        # The refusal itself stands in the browser's log.
        assert [fault for fault in desk.faults if "409" not in fault] == []
        desk.faults.clear()


async def test_the_page_comes_back_with_the_server(counter: Counter) -> None:
    await counter.asks()
    async with chromium() as browser:
        async with served(counter) as address:
            desk = await DeskPage.open(browser, address, agent="Paul")
            await desk.opens("le baptême")
            await desk.sees_message("bonjour", "person")
        await desk.sees_banner("Le serveur ne répond pas")
        port = int(address.split(":")[2].split("/")[0])
        async with served(counter, port=port):
            await desk.is_live()
            await expect(desk.page.locator("#banner")).to_be_hidden(timeout=PATIENCE)
            await desk.answers("me revoilà")
            await desk.sees_message("me revoilà", "agent")
            assert await desk.page.locator(".bubble.person").count() == 1


async def test_on_a_phone_the_list_or_the_conversation(counter: Counter) -> None:
    await counter.asks()
    async with desk_at(counter, width=390) as desk:
        await desk.opens("le baptême")
        await expect(desk.page.locator(".board")).to_be_hidden()
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert await desk.page.evaluate(wider) is False
        await desk.presses("Revenir aux demandes")
        await expect(desk.card("le baptême")).to_be_visible()
        await expect(desk.page.locator("#case")).to_be_hidden()
        assert await desk.page.evaluate(wider) is False


async def test_writing_to_somebody_first(counter: Counter) -> None:
    async with desk_at(counter) as desk:
        await desk.presses("Écrire à quelqu’un")
        card = desk.page.get_by_role("dialog", name="Écrire à quelqu’un")
        await card.get_by_label("Téléphone").fill("77")
        await card.get_by_role("button", name="Ouvrir la conversation").click()
        await expect(card.get_by_role("alert")).to_contain_text("indicatif", timeout=PATIENCE)
        await card.get_by_label("Téléphone").fill("+221 77 000 00 02")
        await card.get_by_label("Nom").fill("Moussa Diop")
        await card.get_by_role("button", name="Ouvrir la conversation").click()
        await desk.sees_state("Avec Sœur Marie")
        await desk.answers("Bonjour Moussa")
        await desk.sees_message("Bonjour Moussa", "agent")
        await desk.sees_cards("Moussa Diop")
        assert counter.world.provider.taken == ["Bonjour Moussa"]
        desk.faults.clear()  # the number that was refused stands in the browser's log
