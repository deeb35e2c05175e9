"""Rasa's tracker store on our tables, for the plain Rasa commands (``rasa shell``, ``rasa run``).

Named in ``endpoints.yml``::

    tracker_store:
      type: engine.components.tracker_store.TableTrackerStore

In the product's own road turns are stored by the delivery room, in one transaction with the
replies; this store saves by itself, at the end of Rasa's turn, and never falls back to memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.tracker_rows import load_tracker, rows_of, write_rows
from engine.loaded_project import project_root
from engine.settings import Settings
from engine.storage import tables
from engine.storage.database import Database
from engine.storage.migrations import migrate


class TableTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps trackers in the tables ``events`` and ``dialogues``."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._database = Database(url or Settings.load(project_root(), os.environ).database_url)
        migrate(self._database)
        # By sender: number of the last stored event, and how many events the tracker held then.
        # Rasa hands over whole trackers and leaves it to the store to find what is new.
        self._held: dict[str, tuple[int, int]] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new in ``tracker``."""
        await self.stream_events(tracker)
        sender = tracker.sender_id
        last, held = self._held.get(sender, (0, 0))
        new = list(tracker.events)[held:]
        rows = rows_of(tracker, last + 1, new)
        await self._database.run(write_rows, rows)
        self._held[sender] = (rows.last, len(tracker.events))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of ``sender_id``, its last events only."""
        domain = self.domain or Domain.empty()
        loaded = await self._database.look(load_tracker, sender_id, domain)
        if loaded is None:
            return None
        tracker, last = loaded
        self._held[sender_id] = (last, len(tracker.events))
        return tracker

    async def keys(self) -> Iterable[str]:
        """Return all senders."""
        return await self._database.look(_senders)

    async def delete(self, sender_id: str) -> None:
        """Forget one conversation."""
        await self._database.run(_delete, sender_id)
        self._held.pop(sender_id, None)


def _senders(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.select(tables.dialogues.c.sender)).scalars())


def _delete(connection: sa.Connection, sender: str) -> None:
    for table in (tables.events, tables.dialogues):
        connection.execute(table.delete().where(table.c.sender == sender))
