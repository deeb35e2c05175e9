"""A tracker in the database: its events as rows, and a snapshot of its slots to load it by.

Loading reads the snapshot and the last events only, so it costs the same after ten messages and
after ten thousand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.event_types import event_from_dict
from engine.components.live_dialogue import LiveDialogue
from engine.storage import tables
from engine.storage.prepared import Prepared

#: Events that a live tracker holds, newest last. The flow state is a snapshot: nothing older
#: counts.
WINDOW = 60
#: Intents of the ranking that are kept with a message.
_RANKING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """What a turn adds to the database."""

    sender: str
    tenant: str
    # Sequence number of the first of ``events``.
    first: int
    # Plain dicts, JSON values only.
    events: tuple[dict[str, Any], ...]
    slots: dict[str, Any]

    @property
    def last(self) -> int:
        """Return the sequence number of the last event; ``first - 1`` when there is none."""
        return self.first + len(self.events) - 1


def tenant_of(sender: str) -> str:
    """Return the tenant of a sender id; a sender of plain Rasa has none.

    >>> tenant_of("paroisse:c4f2"), tenant_of("default")
    ('paroisse', '')
    """
    tenant, colon, _ = sender.partition(":")
    return tenant if colon else ""


def rows_of(tracker: DialogueStateTracker, first: int, events: Sequence[Event]) -> EventRows:
    """Return the rows for ``events``, which ``tracker`` has already applied."""
    return EventRows(
        sender=tracker.sender_id,
        tenant=tenant_of(tracker.sender_id),
        first=first,
        events=tuple(_as_dict(event) for event in events),
        slots={
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value
        },
    )


def _as_dict(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        parsed = dict(data.get("parse_data") or {})
        parsed.pop("text_tokens", None)
        if parsed.get("intent_ranking"):
            parsed["intent_ranking"] = parsed["intent_ranking"][:_RANKING]
        data["parse_data"] = parsed
    return data


def write_rows(connection: sa.Connection, rows: EventRows) -> None:
    """Store ``rows`` on the caller's connection, inside its transaction.

    Raises ``IntegrityError`` when another writer has stored events of the same numbers.
    """
    _EVENTS.run_many(
        connection,
        [
            {
                "sender": rows.sender,
                "seq": rows.first + offset,
                "tenant": rows.tenant,
                "type": data["event"],
                "at": datetime.fromtimestamp(data["timestamp"], UTC),
                "data": data,
            }
            for offset, data in enumerate(rows.events)
        ],
    )
    values = {
        "tenant": rows.tenant,
        "slots": rows.slots,
        "last_seq": rows.last,
        "updated_at": datetime.now(UTC),
    }
    if not _SNAPSHOT.run(connection, {"p_sender": rows.sender, **values}):
        _BEGIN.run(connection, {"sender": rows.sender, **values})


_dialogue, _event = tables.dialogues.c, tables.events.c
_EVENTS = Prepared(tables.events.insert())
_BEGIN = Prepared(tables.dialogues.insert())
_SNAPSHOT = Prepared(
    sa.update(tables.dialogues)
    .where(_dialogue.sender == sa.bindparam("p_sender"))
    .values({name: sa.bindparam(name) for name in ("tenant", "slots", "last_seq", "updated_at")})
)
_DIALOGUE = Prepared(
    sa.select(_dialogue.slots, _dialogue.last_seq).where(
        _dialogue.sender == sa.bindparam("p_sender")
    )
)
_RECENT = Prepared(
    sa.select(_event.data)
    .where(_event.sender == sa.bindparam("p_sender"), _event.seq > sa.bindparam("p_after"))
    .order_by(_event.seq)
)


def load_tracker(
    connection: sa.Connection, sender: str, domain: Domain
) -> tuple[LiveDialogue, int] | None:
    """Return the tracker of ``sender`` and the number of its last event; None for a stranger."""
    dialogue = _DIALOGUE.first(connection, {"p_sender": sender})
    if dialogue is None:
        return None
    recent = _RECENT.all(connection, {"p_sender": sender, "p_after": dialogue.last_seq - WINDOW})
    events = [event for row in recent if (event := event_from_dict(_decoded(row.data))) is not None]
    tracker = LiveDialogue.from_events(sender, events, domain.slots)
    # The events that set them may lie far back.
    tracker.restore(dialogue.slots)
    return tracker, int(dialogue.last_seq)


def _decoded(data: Any) -> dict[str, Any]:
    return dict(json.loads(data) if isinstance(data, str) else data)
