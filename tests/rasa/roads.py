"""The two roads that a message can take through Rasa, seen alike: ours, and Rasa's own loop.

::

    heard = await OurRoad(processor, database).writes("bonjour")
    assert heard.actions == ("utter_saluer",)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.tracker_rows import load_tracker
from engine.components.turn import RasaBrain
from engine.delivery.contracts import ConversationKey
from engine.flows.conversations import UNSEEN, Observed, Turn
from engine.flows.normaliser import STACK_SLOT
from engine.flows.state import State
from engine.messages import Alias, Inbound, Kind
from engine.storage.database import Database

#: ``fail_action("action_adresse")``
FailAction = Callable[[str], None]

_NUMBERS = itertools.count(1)
#: Slots and actions of Rasa's own that say nothing about the conversation.
_RASA_SLOTS = frozenset({STACK_SLOT, "session_started_metadata", "requested_slot"})
_RASA_ACTIONS = UNSEEN | {"action_extract_slots"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one message brought."""

    # (text, ((title, payload), …)) of each answer.
    replies: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    # Actions that ran, in order; those that failed are followed by an exclamation mark.
    actions: tuple[str, ...]
    # Slots that have a value.
    slots: dict[str, Any]
    # (flow, step) of each frame.
    stack: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """Return the answers' texts."""
        return [text for text, _ in self.replies]

    def observed(self, all_slots: Iterable[str]) -> Observed:
        """Return the same in the words of the written conversations."""
        return Observed(
            replies=tuple(name.rstrip("!") for name in self.actions),
            slots={**dict.fromkeys(all_slots), **self.slots},
            stack=tuple(flow for flow, _ in self.stack if not flow.startswith("pattern_")),
        )


def _timeless(value: Any) -> Any:
    """Return a slot's value without the hour in it: two roads are not taken at the same moment."""
    if isinstance(value, dict) and "heure" in value:
        return {**value, "heure": ""}
    return value


class OurRoad:
    """One person on the product's road."""

    def __init__(self, processor: MessageProcessor, database: Database, **options: Any) -> None:
        """Make a brain with ``options`` of its own."""
        self.database = database
        self._domain = processor.domain
        self.brain = RasaBrain(processor, database, **options)
        self.key = ConversationKey(tenant="paroisse", contact=f"ours{next(_NUMBERS)}")

    async def hears(self, turn: Turn) -> Heard:
        """Take one turn of a written conversation."""
        return await (self.taps(turn.tap) if turn.tap else self.writes(turn.user))

    async def writes(self, text: str) -> Heard:
        """Type ``text``."""
        return await self.sends(Kind.TEXT, text=text)

    async def taps(self, payload: str) -> Heard:
        """Tap the button that carries ``payload``."""
        return await self.sends(Kind.CHOICE, payload=payload)

    async def sends(self, kind: Kind, *, text: str = "", payload: str = "") -> Heard:
        """Send one message and store its turn, as the delivery room does."""
        message = Inbound(
            tenant="paroisse",
            account="paroisse-meta",
            provider="meta",
            message_id=f"wamid.{next(_NUMBERS)}",
            aliases=(Alias(kind="phone", value="221770000001"),),
            sent_at=datetime.now(UTC),
            kind=kind,
            text=text,
            payload=payload,
        )
        result = await self.brain.turn(self.key, message)
        await self.database.run(result.write)
        self.brain.committed(self.key)
        return Heard(
            replies=tuple(
                (reply.text, tuple((choice.title, choice.payload) for choice in reply.choices))
                for reply in result.replies
            ),
            actions=_seen((a["name"], a["ok"]) for a in result.trace()["actions"]),
            **_standing(await self.stored()),
        )

    async def stored(self) -> DialogueStateTracker:
        """Return the conversation as the database has it: what the next start would find."""
        loaded = await self.database.look(load_tracker, str(self.key), self._domain)
        assert loaded is not None
        return loaded[0]


class StockRoad:
    """One person on Rasa's own loop, as ``rasa shell`` and ``rasa run`` have it."""

    def __init__(self, processor: MessageProcessor, store: TrackerStore | None = None) -> None:
        """Keep the conversation in ``store``; in memory when there is none."""
        self.processor = processor
        self.processor.tracker_store = store or InMemoryTrackerStore(processor.domain)
        self.sender = f"paroisse:stock{next(_NUMBERS)}"

    async def hears(self, turn: Turn) -> Heard:
        """Take one turn of a written conversation."""
        return await self.says(turn.tap or turn.user)

    async def says(self, text: str) -> Heard:
        """Send ``text``; a payload is a text like any other here."""
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, self.sender, input_channel="meta")
        await self.processor.handle_message(message)
        # The whole one: after a restart there is a new session, without the person's message.
        tracker = await self.processor.tracker_store.retrieve_full_tracker(self.sender)
        events = _since_last_message(tracker)
        return Heard(
            replies=tuple(_said(events)),
            actions=_seen(_ran(events)),
            **_standing(tracker),
        )


def _standing(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return slots and stack as :class:`Heard` has them."""
    values = tracker.current_slot_values()
    state = State.from_json(values.get(STACK_SLOT))
    return {
        "slots": {
            k: _timeless(v) for k, v in values.items() if v is not None and k not in _RASA_SLOTS
        },
        "stack": tuple((frame.flow, frame.step) for frame in state.frames),
    }


def _since_last_message(tracker: DialogueStateTracker) -> list[Event]:
    events = list(tracker.events)
    places = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    return events[places[-1] :] if places else events


def _said(events: Iterable[Any]) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield the answers as logged: a channel of Rasa splits a place or a file from its text."""
    for event in events:
        data = event.data or {} if isinstance(event, BotUttered) else {}
        if isinstance(event, BotUttered) and "effect" not in (data.get("custom") or {}):
            buttons = data.get("buttons") or ()
            yield event.text or "", tuple((b["title"], b["payload"]) for b in buttons)


def _ran(events: Iterable[Any]) -> Iterable[tuple[str, bool]]:
    for event in events:
        if isinstance(event, ActionExecuted | ActionExecutionRejected):
            yield event.action_name, isinstance(event, ActionExecuted)


def _seen(ran: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    return tuple(name + ("" if ok else "!") for name, ok in ran if name not in _RASA_ACTIONS)
