"""The simulator's page as a person uses it, for tests in a browser.

    async with chromium() as browser:
        phone = await PhonePage.open(browser, "http://127.0.0.1:5005/simulator")
        await phone.say("Bonjour")
        await phone.sees("Bonjour et bienvenue")
        await phone.tap("Rendez-vous")

Every method waits for what it needs and fails with Playwright's own message after ten seconds.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

# Nothing of the browser's own may go out to the network.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 10_000  # milliseconds


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a headless Chromium with an empty profile; skip the test where there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: install the package 'chromium' or set CHROMIUM to its path")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


class PhonePage:
    """One open page. ``faults`` collects what the browser complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.faults.append(line.text)

    @classmethod
    async def open(cls, browser: Browser, address: str, *, width: int = 1280) -> Self:
        """Open the page in a profile of its own and wait until it is live."""
        context = await browser.new_context(
            viewport={"width": width, "height": 860}, locale="fr-FR", color_scheme="light"
        )
        phone = cls(await context.new_page())
        await phone.page.goto(address)
        await phone.is_live()
        return phone

    async def is_live(self) -> None:
        """Wait until the stream of the chosen contact is open."""
        await self._shown(self.page.locator('#link[data-state="live"]'))

    # -- what the person does ----------------------------------------------------------------

    async def say(self, text: str) -> None:
        """Type ``text`` and press Enter."""
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")

    async def tap(self, title: str) -> None:
        """Tap the newest button of that title under an answer."""
        await self.page.locator(".choice").filter(has_text=_whole(title)).last.click()

    async def pick(self, title: str) -> None:
        """Open the newest list and take the row of that title."""
        await self.page.locator(".choice.list").last.click()
        rows = self.page.get_by_role("dialog").locator(".row")
        await rows.filter(has=self.page.get_by_text(title, exact=True)).click()

    async def attach(self, name: str) -> None:
        """Send a made-up "Photo", "Position" or "Note vocale"."""
        await self.page.get_by_role("button", name="Joindre").click()
        await self.page.get_by_role("menuitem", name=name).click()

    async def restart(self) -> None:
        """Press the button that begins the conversation anew."""
        await self.page.get_by_role("button", name="Recommencer", exact=True).click()

    async def speak_as(self, name: str) -> None:
        """Choose another contact."""
        await self.page.get_by_label("Contact", exact=True).select_option(label=name)
        await self.is_live()

    async def add_contact(self, name: str) -> None:
        """Make a new contact and speak as them."""
        await self.page.get_by_role("button", name="Ajouter", exact=True).click()
        card = self.page.get_by_role("dialog", name="Nouveau contact")
        await card.get_by_label("Prénom et nom").fill(name)
        await card.get_by_role("button", name="Ajouter").click()
        await self.is_live()

    async def look_back(self) -> None:
        """Show the turn before the one that the panels show."""
        await self.page.get_by_role("button", name="Tour précédent").click()

    async def try_out(self, words: str) -> None:
        """Tap one of the proposals above the message box."""
        tries = self.page.get_by_role("group", name="Premiers essais")
        # A card may name in its hint what a proposal after it says.
        await tries.get_by_role("button").filter(has_text=words).last.click()

    # -- what the person sees ----------------------------------------------------------------

    async def sees(self, text: str) -> None:
        """Wait until the newest bubble of the other side holds ``text``."""
        await self._holds(self.page.locator(".theirs .text").last, text)

    async def sees_own(self, text: str, state: str = "answered") -> None:
        """Wait until the newest bubble of the person holds ``text`` and came as far as ``state``.

        States: ``sending``, ``stored``, ``answered``, ``failed``.
        """
        bubble = self.page.locator(".mine").last
        await self._holds(bubble, text)
        await expect(bubble).to_have_attribute("data-state", state, timeout=PATIENCE)

    async def sees_typing(self, typing: bool) -> None:
        """Wait until the dots are there, or gone."""
        await expect(self.page.locator(".dots")).to_have_count(int(typing), timeout=PATIENCE)

    async def sees_panel(self, name: str, text: str) -> None:
        """Wait until the panel with that heading holds ``text``, whatever its line breaks."""
        heading = self.page.get_by_role("heading", name=name, exact=True)
        await self._holds(self.page.locator(".panel").filter(has=heading), text)

    async def sees_banner(self, text: str) -> None:
        """Wait until the banner says ``text``."""
        await self._holds(self.page.locator("#banner"), text)

    async def sees_project(self, text: str) -> None:
        """Wait until the banner about the project's files says ``text``."""
        await self._holds(self.page.locator("#project"), text)

    async def sees_no_project(self) -> None:
        """Wait until there is nothing to say about the project's files."""
        await expect(self.page.locator("#project")).to_be_hidden(timeout=PATIENCE)

    async def sees_notice(self, text: str) -> None:
        """Wait until the passing notice says ``text``."""
        notice = self.page.locator("#notice")
        await self._shown(notice)
        await self._holds(notice, text)

    async def bubbles(self) -> list[str]:
        """Return the texts of all bubbles, oldest first, without their times."""
        return await self.page.locator(".bubble .text").all_inner_texts()

    async def choices(self) -> list[str]:
        """Return the titles under the newest answer that has any."""
        return await self.page.locator(".offer").last.locator(".choice").all_inner_texts()

    async def _shown(self, locator: Locator) -> None:
        await expect(locator).to_be_visible(timeout=PATIENCE)

    async def _holds(self, locator: Locator, text: str) -> None:
        await expect(locator).to_contain_text(text, timeout=PATIENCE)


def _whole(title: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(title)}\s*$")
