"""The desk's page as somebody at the office uses it, for tests in a browser.

async with chromium() as browser:
    desk = await DeskPage.open(browser, "http://127.0.0.1:5005/desk", agent="Sœur Marie")
    await desk.opens("le baptême")
    await desk.answers("Bonjour Awa")
"""

from __future__ import annotations

import re
from typing import Self

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.connectors.simulator.phone_page import PATIENCE


class DeskPage:
    """One open page. ``faults`` collects what the browser complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    @classmethod
    async def open(
        cls, browser: Browser, address: str, *, agent: str = "", width: int = 1280
    ) -> Self:
        """Open the page in a fresh profile and, when there is a name, give it."""
        context = await browser.new_context(
            viewport={"width": width, "height": 800}, locale="fr-FR", color_scheme="light"
        )
        desk = cls(await context.new_page())
        await desk.page.goto(address)
        await desk.is_live()
        if agent:
            await desk.is_called(agent)
        return desk

    async def is_live(self) -> None:
        """Wait until the stream is open."""
        await expect(self.page.locator('#link[data-state="live"]')).to_be_visible(timeout=PATIENCE)

    async def is_called(self, agent: str) -> None:
        """Answer the question for the name."""
        card = self.page.get_by_role("dialog", name="Comment vous appelez-vous")
        await card.get_by_label("Votre nom").fill(agent)
        await self.page.keyboard.press("Enter")
        await expect(card).to_be_hidden(timeout=PATIENCE)

    def card(self, text: str) -> Locator:
        """Return the request that says ``text``."""
        return self.page.locator(".ticket").filter(has_text=text)

    async def opens(self, text: str) -> None:
        """Choose the request that says ``text``."""
        await self.card(text).click()
        await expect(self.page.locator("#case")).to_be_visible(timeout=PATIENCE)

    async def presses(self, name: str) -> None:
        """Press the button of that name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def answers(self, text: str) -> None:
        """Type ``text`` and press Enter."""
        await self.page.get_by_role("textbox", name="Votre réponse").fill(text)
        await self.page.keyboard.press("Enter")

    async def notes(self, text: str) -> None:
        """Keep a note."""
        await self.page.get_by_role("textbox", name="Note pour les collègues").fill(text)
        await self.presses("Noter")

    async def sees_message(self, text: str, author: str) -> None:
        """Wait until the conversation shows ``text`` by ``author``: person, assistant or agent."""
        bubble = self.page.locator(f".bubble.{author}").filter(has_text=text)
        await expect(bubble.last).to_be_visible(timeout=PATIENCE)

    async def sees_state(self, text: str) -> None:
        """Wait until the head of the request says ``text``."""
        await expect(self.page.locator("#case-state")).to_contain_text(text, timeout=PATIENCE)

    async def sees_banner(self, text: str) -> None:
        """Wait until the banner says ``text``."""
        await expect(self.page.locator("#banner")).to_contain_text(text, timeout=PATIENCE)

    async def sees_cards(self, *texts: str) -> None:
        """Wait until the list holds these requests and no others, in this order."""
        patterns = [re.compile(re.escape(text)) for text in texts]
        await expect(self.page.locator(".ticket")).to_have_text(patterns, timeout=PATIENCE)
