"""A pure fold over tracker events: from the last snapshot of the flow state to the next action.

Live, the snapshot is the value of slot ``flow_stack`` and only the events after it are looked at,
so the cost does not grow with the conversation. In ``rasa test`` nothing the policy predicts is
applied to the tracker: then there is no snapshot, and the whole story is folded from the start.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Reversible
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.constants import IS_EXTERNAL
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from engine.errors import StoredStateError
from engine.flows.commands import CannotHandle, Command, SetSlot
from engine.flows.events import FlowEvent
from engine.flows.flow_set import FlowSet
from engine.flows.interpreter import Outcome, handle, proceed
from engine.flows.normaliser import STACK_SLOT
from engine.flows.run import LISTEN
from engine.flows.state import State
from engine.flows.understanding import Request, Utterance, commands_for

#: Put before a person's own text that begins with "/", so that it stays text. Invisible.
ESCAPE = "\u2060"


@dataclass(slots=True)
class Step:
    """Where the fold has come to."""

    state: State
    # Slot values as the flows see them.
    slots: dict[str, Any]
    # Changes since the snapshot that the tracker may not have yet.
    changes: dict[str, Any] = field(default_factory=dict)
    # Commands and flow events since the last message, for the trace.
    commands: tuple[Command, ...] = ()
    events: list[FlowEvent] = field(default_factory=list)


def utterance_of(event: UserUttered) -> Utterance:
    """Return what a person said, in the engine's words."""
    intent = event.intent or {}
    text = event.text or ""
    external = (event.metadata or {}).get(IS_EXTERNAL)
    if intent.get("name") and (external or not text.strip()):
        # A story that names only the intent, or an intent triggered from outside.
        text = f"/{intent['name']}"
    ranking = (event.parse_data or {}).get("intent_ranking") or ()
    return Utterance(
        text=text.lstrip(ESCAPE),
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        entities=tuple(event.entities or ()),
        ranking=tuple((str(i.get("name")), float(i.get("confidence") or 0.0)) for i in ranking),
        typed=text.startswith(ESCAPE),
        told=(event.parse_data or {}).get("told") is True,
        requests=tuple(
            Request(
                intent=str(item.get("intent") or ""),
                confidence=float(item.get("confidence") or 0.0),
                entities=tuple(item.get("entities") or ()),
            )
            for item in (event.parse_data or {}).get("requests") or ()
        ),
    )


class Fold:
    """Follows one tracker; :meth:`result` is what must happen next."""

    def __init__(self, flows: FlowSet, state: State, slots: Mapping[str, Any]) -> None:
        self._flows = flows
        self.step = Step(state=state, slots=dict(slots))
        # What the last events ask for, done only when all events that belong to it are read.
        self._message: UserUttered | None = None
        self._given: dict[str, Any] = {}
        self._done: bool | None = None

    def read(self, event: Event) -> None:
        """Take one event of the tracker."""
        if isinstance(event, UserUttered):
            self._settle()
            self._message = event
        elif isinstance(event, SlotSet):
            self._slot_set(event)
        elif isinstance(event, ActionExecuted):
            self._settle()
            if event.action_name == self.step.state.waiting and event.action_name != LISTEN:
                self._done = True
        elif isinstance(event, ActionExecutionRejected):
            self._settle()
            if event.action_name == self.step.state.waiting:
                self._done = False

    def result(self) -> Step:
        """Do what the last events ask for and return where that leads."""
        self._settle()
        return self.step

    def fail(self) -> Step:
        """Treat the action that would come next as failed, and go on."""
        self._take(proceed(self._flows, self.step.state, self.step.slots, failed=True))
        return self.step

    def _slot_set(self, event: SlotSet) -> None:
        if event.key == STACK_SLOT:
            return
        if self._message is not None:
            # "slot_was_set" of a story, after the words of the person: what those words said.
            self._given[event.key] = event.value
        else:
            self.step.slots[event.key] = event.value

    def _settle(self) -> None:
        step = self.step
        if self._message is not None:
            message, given = self._message, self._given
            self._message, self._given = None, {}
            step.commands = self._commands(message, given)
            step.events = []
            self._take(handle(self._flows, step.state, step.slots, step.commands))
            step.slots.update(given)
        elif self._done is not None:
            failed, self._done = not self._done, None
            self._take(proceed(self._flows, step.state, step.slots, failed=failed))

    def _commands(self, message: UserUttered, given: Mapping[str, Any]) -> tuple[Command, ...]:
        commands = commands_for(
            self._flows, self.step.state, self.step.slots, utterance_of(message)
        )
        said = {command.slot for command in commands if isinstance(command, SetSlot)}
        missing = [SetSlot(name, value) for name, value in given.items() if name not in said]
        if not missing:
            return commands
        kept = [command for command in commands if not isinstance(command, CannotHandle)]
        return (*kept, *missing)

    def _take(self, outcome: Outcome) -> None:
        self.step.state = outcome.state
        self.step.slots.update(outcome.slots)
        self.step.changes.update(outcome.slots)
        self.step.events += outcome.events


def fold_tracker(flows: FlowSet, tracker: DialogueStateTracker) -> Fold:
    """Return the fold of ``tracker``, from its last snapshot, all events read."""
    snapshot, events = _since_snapshot(tracker.events)
    if snapshot is not None:
        fold = Fold(flows, stored_state(snapshot), tracker.current_slot_values())
    else:
        fold = Fold(flows, State(), flows.domain.initial_values)
    for event in events:
        fold.read(event)
    return fold


def stored_state(snapshot: Any) -> State:
    """Return the flow state of a snapshot; an empty one for None, or one that cannot be read.

    Whoever asks about the same snapshot again gets the same state: it is to be read, not changed.
    """
    known = _read.get(id(snapshot))
    if known is not None and known[0] is snapshot:
        return known[1]
    try:
        state = State.from_json(snapshot)
    except StoredStateError:
        # Written by a newer engine that was rolled back: what was open cannot be understood.
        state = State()
    return _remember(snapshot, state)


def snapshot_of(state: State) -> dict[str, Any]:
    """Return ``state``, which will not change any more, as the value of its slot."""
    snapshot = state.to_json()
    _remember(snapshot, state)
    return snapshot


#: The last snapshots and what they say, by identity: each is asked about several times a turn.
_read: OrderedDict[int, tuple[Any, State]] = OrderedDict()
_REMEMBERED = 256


def _remember(snapshot: Any, state: State) -> State:
    if snapshot is not None:
        # The snapshot is kept with it: while it is here, nothing else can have its identity.
        _read[id(snapshot)] = (snapshot, state)
        _read.move_to_end(id(snapshot))
        while len(_read) > _REMEMBERED:
            _read.popitem(last=False)
    return state


def _since_snapshot(events: Reversible[Event]) -> tuple[Any, list[Event]]:
    """Return the last snapshot and the events after it, or None and all since the beginning."""
    after: list[Event] = []
    for event in reversed(events):
        if isinstance(event, SlotSet) and event.key == STACK_SLOT and event.value is not None:
            return event.value, after[::-1]
        if isinstance(event, Restarted | SessionStarted):
            break
        after.append(event)
    return None, after[::-1]
