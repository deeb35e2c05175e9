"""The simulator of one process: its phones, its provider, and who may open it.

simulator = Simulator(tenants={"paroisse": "Paroisse Notre-Dame"}, enabled=True)
desk = FrontDesk(..., providers={"simulator": simulator.provider})
desk.observe(simulator.note_turn)
app.ctx.front_desk, app.ctx.simulator = desk, simulator
app.blueprint(pages(), url_prefix="/simulator")     # connectors.simulator.pages
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.simulator.access import Access
from connectors.simulator.phones import Line, Phones
from connectors.simulator.provider import NAME, SimulatorProvider
from engine.delivery.contracts import ConversationKey, TurnResult
from engine.messages import Inbound

#: Id and name of the people whom every newcomer may play.
CONTACTS = {"awa": "Awa Ndiaye", "moussa": "Moussa Diop", "helene": "Hélène Faye"}

#: What the page proposes to type, one tap each.
FIRST_TRIES = (
    "Bonjour",
    "À quelle heure est la messe dimanche ?",
    "Je voudrais un rendez-vous",
    "Où se trouve l'église ?",
    "Annuler",
    "Je veux parler à quelqu'un",
)


class Simulator:
    """Binds the pages to the road of messages; found by the pages at ``app.ctx.simulator``.

    ``tenants`` maps ids to the names that the page shows. ``enabled`` is true in development; with
    ``enabled`` false only a ``token`` opens the page (see :class:`Access`).
    """

    def __init__(
        self,
        *,
        tenants: Mapping[str, str],
        enabled: bool,
        token: str | None = None,
        first_tries: Sequence[str] = FIRST_TRIES,
    ) -> None:
        self.tenants = dict(tenants)
        self.access = Access(enabled=enabled, token=token)
        self.first_tries = tuple(first_tries)
        self.phones = Phones()
        self.provider = SimulatorProvider(self.phones)

    def note_turn(self, key: ConversationKey, message: Inbound, result: TurnResult) -> None:
        """Show the trace of a committed turn; an observer of the front desk.

        Turns of other providers are left alone: nobody's real conversation is shown here.
        """
        alias = next((alias for alias in message.aliases if alias.kind == NAME), None)
        if message.provider != NAME or alias is None:
            return
        self.phones.publish(
            Line.parse(alias.value),
            "turn",
            message_id=message.message_id,
            # So that the page knows when the last answer is there.
            replies=sum(len(self.provider.render(reply)) for reply in result.replies),
            # A copy, and JSON from here on, whatever a trace may hold.
            trace=json.loads(json.dumps(result.trace, default=str)),
        )

    def setup(self) -> dict[str, Any]:
        """Return what the page needs to know before anything is said, as JSON values."""
        return {
            "tenants": [{"id": id_, "name": name} for id_, name in self.tenants.items()],
            "contacts": [{"id": id_, "name": name} for id_, name in CONTACTS.items()],
            "tries": list(self.first_tries),
        }
