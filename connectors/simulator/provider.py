"""The provider of the simulated phones: WhatsApp's limits, without WhatsApp.

    phones = Phones()
    desk = FrontDesk(..., providers={"simulator": SimulatorProvider(phones)})

What the page draws is what a real phone would get: the bodies come from the same rendering.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.simulator.phones import Line, Phones
from connectors.simulator.voices import Voices, one_voice
from connectors.whatsapp.rendering import render
from engine.delivery.contracts import Attempt, Outcome
from engine.messages import Alias, Reply

#: Name of the provider, of its account at every tenant, and of the kind of its aliases.
NAME = "simulator"


class SimulatorProvider:
    """Hands replies over to the pages that watch; a ``Provider`` of the delivery room."""

    name = NAME

    def __init__(self, phones: Phones, voices: Voices = one_voice) -> None:
        self._phones = phones
        # Who speaks in an answer.
        self._voices = voices

    def render(self, reply: Reply) -> Sequence[dict[str, Any]]:
        """Return the bodies that WhatsApp would get for ``reply``."""
        return render(reply)

    async def send(
        self, account: str, to: Sequence[Alias], body: dict[str, Any], ref: str
    ) -> Attempt:
        """Show ``body`` on the phone of ``to``; without such a phone the failure is final."""
        alias = next((alias for alias in to if alias.kind == NAME), None)
        if alias is None:
            detail = "the person has no simulated phone"
            return Attempt(outcome=Outcome.FINAL, code="no_phone", detail=detail)
        voice = await self._voices(ref)
        self._phones.publish(Line.parse(alias.value), "reply", ref=ref, body=body, voice=voice)
        return Attempt(outcome=Outcome.SENT, provider_id=f"simulator.{ref}")
