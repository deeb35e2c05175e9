"""Take the screens of the README in a real Chromium: ``docs/screens/<name>.png``.

::

    $ .venv/bin/python -m benchmarks.screens              # all of them
    $ .venv/bin/python -m benchmarks.screens simulator    # one

A front desk is started for it, with a database of its own and the families of the demonstration.
A new screen is one function and one line in :data:`SCREENS`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

from connectors.simulator.simulator import DEMO_CODE
from tests.acceptance.front_desk_process import ROOT, FrontDeskProcess
from tests.connectors.agent_desk.desk_page import DeskPage
from tests.connectors.simulator.phone_page import PhonePage, chromium

FOLDER = ROOT / "docs" / "screens"
#: What a README may weigh, in bytes, and the colours that are left to get there.
_LIMIT, _COLOURS = 150_000, (256, 128, 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What a screen is taken of."""

    desk: FrontDeskProcess
    browser: Browser

    async def phone(self, name: str) -> PhonePage:
        """Open the simulator as somebody who has never written before."""
        phone = await PhonePage.open(self.browser, f"{self.desk.url}/simulator", width=1360)
        await phone.add_contact(name)
        return phone


async def _simulator(studio: Studio) -> Page:
    """An appointment, interrupted by a question."""
    phone = await studio.phone("Awa Ndiaye")
    await phone.try_out("Je voudrais un rendez-vous")
    await phone.sees("motif")
    await phone.say("au fait, où est l’église ?")
    await phone.sees("motif")
    await phone.sees_panel("Actions", "action_adresse")
    return phone.page


async def _first(studio: Studio) -> Page:
    """What a newcomer sees before the first word."""
    return (await studio.phone("Moussa Diop")).page


async def _desk(studio: Studio) -> Page:
    """A request that a person of the office has taken."""
    phone = await studio.phone("Hélène Faye")
    await phone.try_out("Je veux parler à quelqu’un")
    await phone.sees_own("Je veux parler à quelqu’un")
    await phone.say("C’est pour le baptême de ma fille, en décembre")
    await phone.sees_own("baptême")
    office = await DeskPage.open(
        studio.browser, f"{studio.desk.url}/desk", agent="Madame Sarr", width=1360
    )
    await office.opens("baptême")
    await office.presses("Prendre")
    await office.answers("Bonjour Hélène, avec joie. Quel âge a votre fille ?")
    await office.sees_message("Quel âge a votre fille", "agent")
    return office.page


async def _verify(studio: Studio) -> Page:
    """The page that the QR code of a certificate leads to."""
    phone = await studio.phone("Paul Diatta")
    await phone.say("je voudrais un certificat d’inscription")
    await phone.sees("code")
    await phone.say(DEMO_CODE)
    await phone.sees_own("••••")
    await phone.tap("Awa")
    await phone.sees("Awa Diatta")
    await phone.tap("Oui, c’est juste")
    await phone.sees_own("Oui, c’est juste")
    [(number, signature), *_] = studio.desk.rows("SELECT number, signature FROM certificates")
    await phone.page.set_viewport_size({"width": 720, "height": 760})
    await phone.page.goto(f"{studio.desk.url}/v/{number}?s={signature}")
    return phone.page


#: Name of the file -> what brings the page to what it should show.
SCREENS: dict[str, Callable[[Studio], Awaitable[Page]]] = {
    "first": _first,
    "simulator": _simulator,
    "desk": _desk,
    "verify": _verify,
}


async def take(names: list[str]) -> None:
    """Take the screens ``names``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = FrontDeskProcess(Path(folder), {})
        await desk.start()
        try:
            async with chromium() as browser:
                for name in names:
                    page = await SCREENS[name](Studio(desk=desk, browser=browser))
                    # What moves is left out, so that the same page is the same picture.
                    picture = await page.screenshot(animations="disabled", caret="hide")
                    file = FOLDER / f"{name}.png"
                    file.write_bytes(_small(picture))
                    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
        finally:
            await desk.stop()


def _small(picture: bytes) -> bytes:
    """Return ``picture`` with as few colours as it takes. Raises ``ValueError`` when none do."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in _COLOURS:
        output = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
        if output.tell() <= _LIMIT:
            return output.getvalue()
    raise ValueError(f"a screen weighs more than {_LIMIT} bytes")


def main() -> int:
    """Take the screens that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCREENS)}")
    names = parser.parse_args().names or list(SCREENS)
    unknown = sorted(set(names) - set(SCREENS))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    asyncio.run(take(names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
