"""What a newcomer meets in a real Chromium after ``make run``: four services, one tap each."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from connectors.simulator.simulator import DEMO_CODE
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.connectors.agent_desk.desk_page import DeskPage
from tests.connectors.simulator.phone_page import PATIENCE, PhonePage, chromium

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest.mark.parametrize(
    ("contact", "words", "flow", "answer"),
    [
        ("Ève Essai", "À quelle heure est la messe", None, "esse"),
        ("Jean Essai", "Je voudrais un rendez-vous", "prendre_rendez_vous", "motif"),
        ("Luc Essai", "Je veux voir la fiche de mon enfant", "infos_enfant", "code"),
        ("Anne Essai", "Je veux parler à quelqu’un", "contact_humain", ""),
    ],
)
async def test_each_card_opens_its_service(
    desk: FrontDeskProcess, contact: str, words: str, flow: str | None, answer: str
) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.add_contact(contact)
        await phone.try_out(words)
        await phone.sees(answer)
        if flow is not None:
            await phone.sees_panel("Pile", flow)
        assert phone.faults == []


async def test_the_code_of_the_demonstration_opens_the_card_and_is_dots(
    desk: FrontDeskProcess,
) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.add_contact("Rose Essai")
        await phone.try_out("Je veux voir la fiche de mon enfant")
        await phone.sees("code")
        await phone.try_out(DEMO_CODE)
        await phone.sees_own("••••")
        await expect(phone.page.locator("#chat")).not_to_contain_text(DEMO_CODE, timeout=PATIENCE)
        await expect(phone.page.locator("#raw")).not_to_contain_text(DEMO_CODE)
        await phone.sees_panel("Slots", "acces_parent")
        assert phone.faults == []


async def test_the_desk_opens_beside_the_simulator(desk: FrontDeskProcess) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        async with phone.page.context.expect_page() as opened:
            await phone.page.get_by_role("link", name="Page du secrétariat").click()
        office = await opened.value
        await expect(office).to_have_title("Accueil · relais", timeout=PATIENCE)


async def test_an_answer_of_the_office_bears_its_name(desk: FrontDeskProcess) -> None:
    async with chromium() as browser:
        phone = await PhonePage.open(browser, f"{desk.url}/simulator")
        await phone.add_contact("Zoé Essai")
        await phone.try_out("Je veux parler à quelqu’un")
        await phone.sees_own("Je veux parler à quelqu’un")
        await phone.say("C’est pour une prière de guérison")
        await phone.sees_own("prière de guérison")
        await expect(phone.page.locator(".voice")).to_have_count(0)
        office = await DeskPage.open(browser, f"{desk.url}/desk", agent="Madame Sarr")
        await office.opens("prière de guérison")
        await office.presses("Prendre")
        await office.answers("Le père vous rappelle ce soir.")
        await phone.sees("Le père vous rappelle ce soir.")
        await expect(phone.page.locator(".theirs").last).to_contain_text("Secrétariat")
        assert phone.faults == []
