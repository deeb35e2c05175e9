"""A person with WhatsApp: writes, taps, and reads what comes back, as far as a phone shows it.

::

    answers = await awa.writes("je voudrais un rendez-vous")
    answers = await awa.taps("Mardi")
    assert "mardi" in answers[-1].text
"""

from __future__ import annotations

from collections.abc import Callable

from tests.acceptance.fake_graph import FakeGraph, Sent
from tests.acceptance.front_desk_process import FrontDeskProcess
from tests.acceptance.meta_client import Item, MetaClient


class Person:
    """One phone number that talks to one front desk."""

    def __init__(
        self, number: str, meta: MetaClient, graph: FakeGraph, desk: FrontDeskProcess
    ) -> None:
        self.number = number
        self.meta = meta
        self._graph = graph
        self._desk = desk

    @property
    def received(self) -> list[Sent]:
        """Return everything that came to this phone, in order."""
        return [sent for sent in self._graph.accepted if sent.to == self.number]

    async def writes(self, text: str) -> list[Sent]:
        """Type ``text`` and return the answers."""
        return await self.sends(self.meta.text(self.number, text))

    async def taps(self, title: str) -> list[Sent]:
        """Tap the newest button or row called ``title`` and return the answers."""
        return await self.sends(self.tap(title))

    async def sends(self, *items: Item) -> list[Sent]:
        """Send messages in one webhook; return all answers once the last one is out."""
        before = len(self.received)
        response = await self.meta.post(self.meta.webhook(*items))
        assert response.status_code == 200, response
        await self._desk.answered(*(item["id"] for item in items))
        return self.received[before:]

    def tap(self, title: str) -> Item:
        """Return the message of a tap on the newest button or row called ``title``."""
        return self._tap(lambda _, shown: shown == title, title)

    def tap_on(self, payload: str) -> Item:
        """Return the message of a tap on the newest button or row that carries ``payload``."""
        return self._tap(lambda ident, _: ident == payload, payload)

    def _tap(self, fits: Callable[[str, str], bool], wanted: str) -> Item:
        for sent in reversed(self.received):
            for ident, title in sent.choices:
                if fits(ident, title):
                    is_list = sent.payload["interactive"]["type"] == "list"
                    tap = self.meta.list_tap if is_list else self.meta.button_tap
                    return tap(self.number, ident, title, answers=sent.wamid)
        raise AssertionError(f"nothing on the phone to tap for {wanted!r}")


def titles(sent: Sent) -> list[str]:
    """Return what the buttons or rows of a message say."""
    return [title for _, title in sent.choices]
