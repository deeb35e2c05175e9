"""The desk of one process: who may open it, what its pages see, what is done from them.

desk = Desk(tenants=tenants, database=database, now=settings.now, enabled=True)
app.ctx.front_desk, app.ctx.agent_desk = runtime, desk
app.blueprint(pages(), url_prefix="/desk")     # connectors.agent_desk.pages
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from connectors.access import Access
from connectors.agent_desk.live import INTERVAL, Live
from connectors.agent_desk.submissions import Act, Beginning
from engine.delivery.contracts import ConversationKey
from engine.handoff import reading
from engine.handoff.desk import Handoff
from engine.handoff.tickets import HandoffError, Ticket, ticket_of
from engine.messages import Reply
from engine.storage.database import Database
from engine.tenants import Tenants

#: What a browser keeps once it has shown the token.
COOKIE = "accueil_desk"
#: Answers whose repetition is recognised.
_REMEMBERED = 1000


class FrontDesk(Protocol):
    """What the desk needs of the running system; found at ``app.ctx.front_desk``."""

    async def post(
        self, key: ConversationKey, replies: Sequence[Reply], origin: str = "agent"
    ) -> object:
        """Send ``replies`` without a turn; raise when nobody can be reached."""
        ...

    def wake(self, key: ConversationKey) -> None:
        """Look at ``key`` now."""
        ...


class Desk:
    """Does what people at the office want; found by the pages at ``app.ctx.agent_desk``."""

    def __init__(
        self,
        *,
        tenants: Tenants,
        database: Database,
        now: Callable[[], datetime],
        enabled: bool,
        token: str | None = None,
        interval: float = INTERVAL,
    ) -> None:
        self.tenants = tenants
        self.access = Access(enabled=enabled, cookie=COOKIE, token=token)
        self.live = Live(database, now=now, interval=interval)
        self._database = database
        self._now = now
        self._handoff = Handoff(tenants)
        self._answered: OrderedDict[str, None] = OrderedDict()

    def setup(self) -> dict[str, Any]:
        """Return what the page needs to know at once, as JSON values."""
        return {
            "tenants": [
                {
                    "id": tenant.id,
                    "name": tenant.name,
                    "zone": tenant.zone_name,
                    "accounts": [account.name for account in tenant.accounts],
                }
                for tenant in self.tenants
            ],
        }

    async def take(self, act: Act, front_desk: FrontDesk) -> Ticket:
        """Let ``act.agent`` answer. Raises ``HandoffError`` when the matter is closed."""
        return await self._do(self._handoff.take, act)

    async def answer(self, act: Act, front_desk: FrontDesk) -> Ticket:
        """Send an answer; one that is posted twice is sent once.

        Raises ``HandoffError`` when the matter is closed, ``DeliveryError`` when nobody can be
        reached.
        """
        if act.ident and act.ident in self._answered:
            return await self._database.run(ticket_of, act.ticket)
        self._note_answered(act.ident)
        try:
            ticket = await self._do(self._handoff.answering, act)
            source = f"{reading.AGENT_SOURCE}{act.agent}"
            await front_desk.post(ticket.key, [Reply(text=act.text, source=source)], "agent")
        except BaseException:
            self._answered.pop(act.ident, None)
            raise
        self.live.nudge()
        return ticket

    async def note(self, act: Act, front_desk: FrontDesk) -> Ticket:
        """Keep a note for colleagues. Raises ``HandoffError`` when the matter is closed."""
        return await self._do(self._handoff.note, act, text=act.text)

    async def close(self, act: Act, front_desk: FrontDesk) -> Ticket:
        """End the matter. Raises ``HandoffError`` when it is closed already."""
        ticket = await self._do(self._handoff.close, act)
        front_desk.wake(ticket.key)
        return ticket

    async def again(self, act: Act, front_desk: FrontDesk) -> Ticket:
        """Begin by ourselves with the contact of an earlier ticket."""
        key = await self._database.look(reading.key_of, act.ticket)
        if key is None:
            raise HandoffError("unknown_ticket", f"there is no ticket {act.ticket}")
        return await self._begin(self._handoff.start_with, key, act.agent)

    async def begin(self, wanted: Beginning, front_desk: FrontDesk) -> Ticket:
        """Begin by ourselves with somebody who may never have written."""
        return await self._begin(self._handoff.start, wanted.address, wanted.agent)

    async def _do(self, work: Callable[..., Ticket], act: Act, **more: Any) -> Ticket:
        ticket: Ticket = await self._database.run(
            work, act.ticket, agent=act.agent, now=self._now(), **more
        )
        self.live.nudge()
        return ticket

    async def _begin(self, work: Callable[..., Ticket], whom: Any, agent: str) -> Ticket:
        ticket: Ticket = await self._database.run(work, whom, agent=agent, now=self._now())
        self.live.nudge()
        return ticket

    def _note_answered(self, ident: str) -> None:
        if not ident:
            return
        self._answered[ident] = None
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
