"""The second half of the road: the sender, and the lanes that it works on.

outgoing = Outgoing(sender, lanes)
parcel = outgoing.mark(connection, key)     # in the transaction that stores the answers
outgoing.posted(key, parcel)                # once it is committed
"""

from __future__ import annotations

from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.delivery.lanes import Lanes
from engine.delivery.outbox import Parcel
from engine.delivery.sender import Sender


class Outgoing:
    """What those who store answers know of how they are sent."""

    def __init__(self, sender: Sender, lanes: Lanes) -> None:
        self._sender = sender
        self._lanes = lanes

    def mark(self, connection: Connection, key: ConversationKey) -> Parcel | None:
        """Mark the first answer of ``key`` as being sent if it can leave at once; None if it can't.

        Waiting behind others it would be in doubt for as long, should this process be killed.
        """
        if not self._lanes.idle(key, promised=self._sender.promised):
            return None
        return self._sender.mark_ahead(connection, key)

    async def unmark(self, key: ConversationKey) -> None:
        """Take back the mark of :meth:`mark`, if it was stored by a transaction that failed."""
        await self._sender.unmark(key)
        self._lanes.wake(key)

    def posted(self, key: ConversationKey, marked: Parcel | None = None) -> None:
        """Send what is stored for ``key``, ``marked`` first. Call it after the commit."""
        if marked is not None:
            self._sender.expect(marked)
        self._lanes.wake(key)
