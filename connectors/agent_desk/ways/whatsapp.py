"""Tells those who answer on WhatsApp, from the organisation's number, in their own conversation.

WhatsApp takes plain messages only to who has written within 24 hours; to others nothing is sent,
and they are not tried again. The message takes the house's own outbox, which repeats it as any
other; it is no turn of the conversation, so the assistant's questions stay as they are.
"""

from __future__ import annotations

from connectors.agent_desk.telling import Answer, Telling
from connectors.agent_desk.wording import facts, title
from engine.delivery.contracts import Origin
from engine.errors import DeliveryError
from engine.handoff.agents import reach
from engine.handoff.notices import State
from engine.messages import Reply
from engine.serving.connections import House
from engine.storage.database import Database
from engine.tenants import Tenant

_CLOSING = "_Répondez au relais : ici, c’est l’assistant qui vous lit._"


def way(house: House) -> WhatsApp:
    """Return the way, on the database of the installation."""
    return WhatsApp(house.database)


class WhatsApp:
    """Writes to the numbers of those who answer."""

    name = "whatsapp"

    def __init__(self, database: Database) -> None:
        self._database = database

    def missing(self, tenant: Tenant) -> tuple[str, ...]:
        """Return nothing: the numbers of the organisation are those of its accounts."""
        return ()

    async def tell(self, telling: Telling) -> Answer:
        """Put the message into the outbox, unless it is there from a process that was killed."""
        found = await self._database.look(
            reach,
            telling.tenant.id,
            telling.to.removeprefix("+"),
            source=telling.notice.key,
            since=telling.notice.opened_at,
        )
        if found is not None and found.told:
            return Answer(state=State.TOLD)
        if found is None or not found.is_open(telling.at):
            return Answer(state=State.WINDOW_CLOSED, reason="window closed")
        if found.opted_out:
            return Answer(state=State.OPTED_OUT, reason="opted out")
        reply = Reply(text=compose(telling), source=telling.notice.key)
        try:
            await telling.front_desk.post(found.key, [reply], Origin.NOTICE)
        except DeliveryError as error:
            return Answer(state=State.WAITING, reason=type(error).__name__)
        return Answer(state=State.TOLD)


def compose(telling: Telling) -> str:
    """Return the message."""
    told = [f"{name} : {value}" for name, value in facts(telling)]
    return "\n".join([f"*{title(telling)}*", *told, telling.link, _CLOSING])
