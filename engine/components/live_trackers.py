"""Trackers of the conversations that are going on, kept between turns.

A live tracker is never replayed nor copied; it holds the last events only. What the database holds
is the truth: after a turn that was not stored the tracker is forgotten and loaded again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from rasa.shared.core.domain import Domain

from engine.components.live_dialogue import LiveDialogue
from engine.components.tracker_rows import WINDOW, load_tracker
from engine.storage.database import Database

#: Conversations kept in memory; the longest silent one goes first.
CAPACITY = 500


@dataclass(slots=True)
class LiveTracker:
    """A tracker and how much of it is stored."""

    tracker: LiveDialogue
    # Number of the last event that is stored; 0 before the first.
    stored: int
    # The same after the turn that is under way.
    pending: int


class LiveTrackers:
    """The trackers of one process, by sender."""

    def __init__(self, database: Database, domain: Domain, capacity: int = CAPACITY) -> None:
        self._database = database
        self._domain = domain
        self._capacity = capacity
        self._live: OrderedDict[str, LiveTracker] = OrderedDict()

    async def get(self, sender: str) -> LiveTracker:
        """Return the tracker of ``sender``: the live one, the stored one, or a fresh one."""
        live = self._live.get(sender)
        if live is not None and live.pending == live.stored:
            self._live.move_to_end(sender)
            return live
        loaded = await self._database.look(load_tracker, sender, self._domain)
        if loaded is None:
            tracker = LiveDialogue(sender, self._domain.slots)
            live = LiveTracker(tracker, stored=0, pending=0)
        else:
            live = LiveTracker(loaded[0], stored=loaded[1], pending=loaded[1])
        self._live[sender] = live
        while len(self._live) > self._capacity:
            self._live.popitem(last=False)
        return live

    def committed(self, sender: str) -> None:
        """The last turn of ``sender`` is stored; old events can go."""
        live = self._live.get(sender)
        if live is None:
            return
        live.stored = live.pending
        events = live.tracker.events
        while len(events) > WINDOW:
            events.popleft()

    def discard(self, sender: str) -> None:
        """Forget ``sender``: what is stored counts."""
        self._live.pop(sender, None)
