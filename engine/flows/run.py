"""The working copy of one advance: what steps and builtin actions may do to a conversation.

A step's ``execute`` gets a :class:`Run` and its frame and answers with a move: :class:`Go`,
:class:`Act`, :class:`Say`, :class:`Wait` or :class:`Stay`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.flows import events
from engine.flows.records import END, Flow, Next
from engine.flows.state import Frame, FrameKind, State
from engine.flows.templates import render

if TYPE_CHECKING:
    from engine.flows.flow_set import FlowSet

#: The host's action that waits for the next message.
LISTEN = "action_listen"
#: Property of a frame: the slots of the flows beneath it, as they were when it began.
BENEATH = "beneath"
_INTERRUPTING = (FrameKind.INTERRUPT, FrameKind.LINK)
#: Rasa's name for an error that is neither an empty nor a too long message.
DEFAULT_ERROR = "rasa_internal_error_default"


@dataclass(frozen=True, slots=True)
class Go:
    """The step is done; go on at ``target``."""

    target: str


@dataclass(frozen=True, slots=True)
class Act:
    """The host must run ``action``; then the step is done."""

    action: str


@dataclass(frozen=True, slots=True)
class Say:
    """The host must run ``actions`` in order; then the step is done."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """The host must wait for a message; then the step is done."""


@dataclass(frozen=True, slots=True)
class Stay:
    """The stack changed; look at its top again."""


Move = Go | Act | Say | Wait | Stay


class Run:
    """Flows, slots and a copy of the state, with everything that was changed recorded."""

    def __init__(self, flows: FlowSet, state: State, slots: Mapping[str, Any]) -> None:
        self.flows = flows
        self.state = state
        self.slots: dict[str, Any] = dict(slots)
        self.changes: dict[str, Any] = {}
        # True once a turn without a word was given one.
        self.consoled = False
        self.events: list[events.FlowEvent] = []

    # -- slots ------------------------------------------------------------------------------

    def slot(self, name: str) -> Any:
        """Return the value of a slot; an unknown one is null."""
        return self.slots.get(name)

    def set_slot(self, name: str, value: Any) -> None:
        """Give a slot a value and record the change."""
        if (
            name in self.slots
            and self.slots[name] == value
            and (type(self.slots[name]) is type(value))
        ):
            return
        self.slots[name] = value
        self.changes[name] = value
        self.record(events.SlotChanged(flow=self._top_flow(), slot=name, value=value))

    def reset_slot(self, name: str) -> None:
        """Give a slot its initial value back."""
        self.set_slot(name, self.flows.domain.initial_value(name))

    # -- stack ------------------------------------------------------------------------------

    @property
    def frames(self) -> list[Frame]:
        """The stack, bottom first."""
        return self.state.frames

    def push(self, flow: str, kind: FrameKind, context: Mapping[str, Any] | None = None) -> Frame:
        """Put a new frame on the stack and return it."""
        self.state.counter += 1
        frame = Frame(id=str(self.state.counter), flow=flow, kind=kind, context=dict(context or {}))
        if kind in _INTERRUPTING:
            self._remember(frame, self.frames)
        self.frames.append(frame)
        self.record(events.FlowStarted(flow=flow))
        return frame

    def push_pattern(self, name: str, context: Mapping[str, Any] | None = None) -> Frame:
        """Put a pattern on the stack."""
        return self.push(name, FrameKind.PATTERN, context)

    def segment_start(self, index: int | None = None) -> int:
        """Return the index of the root of the segment that holds frame ``index``, or the top."""
        position = len(self.frames) - 1 if index is None else index
        while position > 0 and not self.frames[position].is_root:
            position -= 1
        return position

    def segments(self) -> list[tuple[int, int]]:
        """Return the segments of the stack, bottom first, as half-open ranges of indexes."""
        starts = [index for index, frame in enumerate(self.frames) if index == 0 or frame.is_root]
        return [
            (start, stop)
            for start, stop in zip(starts, [*starts[1:], len(self.frames)], strict=False)
        ]

    def user_segments(self) -> list[tuple[int, int]]:
        """Return the segments whose root is one of the project's flows."""
        return [pair for pair in self.segments() if self.frames[pair[0]].is_user]

    def resume(self, start: int, stop: int) -> None:
        """Move the segment ``start:stop`` to the top."""
        segment = self.frames[start:stop]
        del self.frames[start:stop]
        self._remember(segment[0], self.frames[start:], again=True)
        self.frames.extend(segment)
        self.state.ended = ""
        self.record(events.FlowResumed(flow=segment[0].flow))

    def flow_frame(self, frame_id: str) -> Frame | None:
        """Return the frame of this id, or None when it is gone."""
        return next((frame for frame in self.frames if frame.id == frame_id), None)

    def cancel(self, start: int, stop: int) -> None:
        """Remove the frames ``start:stop`` and reset the slots of their flows."""
        removed = self.frames[start:stop]
        del self.frames[start:stop]
        for frame in reversed(removed):
            if frame.is_user:
                self.record(events.FlowCancelled(flow=frame.flow, step=frame.step))
            if frame.is_user and frame.is_root:
                self.state.ended = self.label(frame.flow)
        for frame in removed:
            self.reset_slots_of(frame.flow)
        for frame in reversed(removed):
            self.give_back(frame)

    def _remember(self, frame: Frame, beneath: Sequence[Frame], again: bool = False) -> None:
        """Keep with ``frame`` what the slots of the flows beneath it hold: it may overwrite them.

        What it remembers already stands, unless ``again`` says that the others had their turn.
        """
        found = {
            slot: self.slots.get(slot)
            for below in beneath
            if below.is_user and below.flow in self.flows
            for slot in self.flows.slots_of(below.flow)
        }
        kept = dict(frame.context.get(BENEATH) or {})
        merged = kept | found if again else found | kept
        if merged:
            frame.context[BENEATH] = merged

    def give_back(self, frame: Frame) -> None:
        """After the end of ``frame``, let flows that wait beneath find their slots as they were."""
        flow = self.flows.get(frame.flow)
        meant_to_stay = flow.persisted_slots if flow is not None else ()
        owned = {
            slot
            for other in self.frames
            if other.flow in self.flows
            for slot in self.flows.slots_of(other.flow)
        }
        for slot, value in dict(frame.context.get(BENEATH) or {}).items():
            if slot in owned and slot not in meant_to_stay:
                self.set_slot(slot, value)

    def set_beneath(self, slot: str, value: Any) -> None:
        """Let a value that is meant for a flow beneath outlive the flow on top."""
        for frame in self.frames:
            kept = frame.context.get(BENEATH)
            if kept and slot in kept and slot not in self.flows.slots_of(frame.flow):
                kept[slot] = value

    def reset_slots_of(self, flow_id: str) -> None:
        """Reset the slots of a flow that ended, and of the flows it calls.

        A slot that a flow still open on the stack writes too is left alone: the open flow is past
        its question and would never ask again.
        """
        still_owned = {
            slot
            for frame in self.frames
            if frame.flow in self.flows
            for slot in self.flows.slots_of(frame.flow)
        }
        for slot in self.flows.slots_to_reset(flow_id):
            if slot not in still_owned:
                self.reset_slot(slot)

    def fail(self, cause: str, info: Mapping[str, Any]) -> None:
        """Give up the top segment and say the internal error.

        The flow cannot go on past a step that did not work, and would fail again if it stayed.
        """
        if self.frames:
            self.cancel(self.segment_start(), len(self.frames))
        if not self.user_segments():
            # After an apology nobody is asked whether all went well.
            self.state.ended = ""
        self.push_pattern(
            "pattern_internal_error",
            {"error_type": DEFAULT_ERROR, "info": {"cause": cause, **info}},
        )

    # -- steps ------------------------------------------------------------------------------

    def follow(self, flow: Flow, frame: Frame, next_: Next) -> str:
        """Return the target that the conditions of ``next_`` choose; END when none holds."""
        for branch in next_.branches:
            if branch.condition is None:
                if len(next_.branches) > 1:
                    self._branched(flow, frame, "", branch.target)
                return branch.target
            if branch.condition.holds(self.slots, frame.context):
                self._branched(flow, frame, str(branch.condition.source), branch.target)
                return branch.target
        return END

    def _branched(self, flow: Flow, frame: Frame, condition: str, target: str) -> None:
        self.record(
            events.BranchTaken(flow=flow.id, step=frame.step, condition=condition, target=target)
        )

    def render(self, text: str, frame: Frame) -> str:
        """Render a templated name or value with the frame's context."""
        return render(text, {"context": frame.context, "slots": self.slots})

    def record(self, event: events.FlowEvent) -> None:
        """Keep an event for the trace."""
        self.events.append(event)

    def _top_flow(self) -> str:
        return self.frames[-1].flow if self.frames else ""

    def label(self, flow_id: str) -> str:
        """Return the name of a flow for people."""
        flow = self.flows.get(flow_id)
        return flow.name if flow else flow_id
