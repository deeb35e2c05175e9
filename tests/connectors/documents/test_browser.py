"""The verify page on a real, phone-sized Chromium: legible, no sideways scrolling, no complaint."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from engine.certificates.issuing import revoke
from tests.connectors.documents.conftest import Shelf, served
from tests.connectors.simulator.phone_page import chromium
from tests.engine.families.parish_school import NOW

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

#: A small phone.
WIDTH, HEIGHT = 360, 640


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_verify_page_on_a_phone(shelf: Shelf, scheme: str) -> None:
    faults: list[str] = []
    async with served(shelf.documents()) as address, chromium() as browser:
        page = await browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if said.type in ("error", "warning") else None,
        )
        await page.goto(address + shelf.path)
        heading = page.get_by_role("heading", name="Certificat valide")
        await expect(heading).to_be_visible()
        await expect(page.get_by_text("A. D.", exact=True)).to_be_visible()
        await expect(page).to_have_title("Certificat valide")
        assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        # The style came through its own policy: a heading in the colour of good news.
        colour = await heading.evaluate("e => getComputedStyle(e).color")
        assert colour in ("rgb(15, 110, 92)", "rgb(86, 196, 164)")
        size = await page.locator("dd").first.evaluate("e => getComputedStyle(e).fontSize")
        assert float(size.removesuffix("px")) >= 16
        assert faults == []


async def test_what_is_wrong_is_said_in_words(shelf: Shelf) -> None:
    async with served(shelf.documents()) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        await page.goto(f"{address}/v/{shelf.certificate.number}?s=k1.wrong")
        await expect(page.get_by_role("heading", name="Certificat non reconnu")).to_be_visible()
        with shelf.database.transaction() as connection:
            revoke(connection, "paroisse", shelf.certificate.number, NOW)
        await page.goto(address + shelf.path)
        await expect(page.get_by_role("heading", name="Certificat annulé")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH
