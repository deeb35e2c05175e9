"""The state of one conversation's flows: plain data, JSON out and JSON in at every wait.

>>> State().to_json()
{'v': 1, 'frames': [], 'waiting': '', 'queue': [], 'ended': '', 'counter': 0, ...}

It is stored as the value of one slot. ``from_json`` tolerates missing and unknown fields; an older
``v`` passes through :mod:`engine.flows.migrations` first.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, Self

from engine.flows.migrations import VERSION, migrate
from engine.flows.records import PATTERN_PREFIX, START


class FrameKind(enum.StrEnum):
    """How a frame came onto the stack."""

    REGULAR = "regular"  # started while nothing was open
    INTERRUPT = "interrupt"  # started while another flow was open
    LINK = "link"  # replaced the flow that linked to it
    CALL = "call"  # child of the frame beneath
    PATTERN = "pattern"  # started by the engine


#: Patterns that serve the frame beneath them and live and die with it.
_SERVING = frozenset({"pattern_collect_information", "pattern_validate_slot"})


@dataclass(slots=True, kw_only=True)
class Frame:
    """One flow on the stack. Mutable: only an interpreter's working copy is ever changed."""

    id: str
    flow: str
    kind: FrameKind
    # Id of the step to run, or being run; START or END at the ends.
    step: str = START
    # How far that step is: "" not begun, "asked", "called", "waiting", "heard", "acted".
    phase: str = ""
    # Id of the step entered last, for the trace.
    last: str = ""
    # Slot of the collect step where the frame stands: finds the step again after an edit.
    slot: str = ""
    # Actions to run before the step is done, in order.
    pending: list[str] = field(default_factory=list)
    # Properties of a pattern: ``context.x`` in conditions and texts.
    context: dict[str, Any] = field(default_factory=dict)
    # Steps where a slot was asked or found filled, in order: [step id, slot].
    visited: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_root(self) -> bool:
        """Tell whether a new segment of the stack begins here."""
        return self.kind is not FrameKind.CALL and self.flow not in _SERVING

    @property
    def is_user(self) -> bool:
        """Tell whether this is a flow of the project, not a pattern."""
        return not self.flow.startswith(PATTERN_PREFIX)

    def go(self, step: str) -> None:
        """Stand before ``step``."""
        self.step = step
        self.phase = ""
        self.slot = ""
        self.pending = []

    def copy(self) -> Frame:
        """Return an independent copy."""
        # Every field by name: ``replace`` looks them up one by one, at four times the price.
        return Frame(
            id=self.id,
            flow=self.flow,
            kind=self.kind,
            step=self.step,
            phase=self.phase,
            last=self.last,
            slot=self.slot,
            pending=list(self.pending),
            context=_copied(self.context),
            visited=list(self.visited),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the frame as JSON values; empty fields are left out."""
        data: dict[str, Any] = {
            "id": self.id,
            "flow": self.flow,
            "kind": self.kind.value,
            "step": self.step,
        }
        for name in ("phase", "last", "slot", "pending", "context"):
            value = getattr(self, name)
            if value:
                data[name] = value
        if self.visited:
            data["visited"] = [list(pair) for pair in self.visited]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild a frame; unknown fields are ignored, missing ones get their default."""
        try:
            kind = FrameKind(data.get("kind", "regular"))
        except ValueError:
            kind = FrameKind.REGULAR
        return cls(
            id=str(data.get("id", "")),
            flow=str(data.get("flow", "")),
            kind=kind,
            step=str(data.get("step", START)),
            phase=str(data.get("phase", "")),
            last=str(data.get("last", "")),
            slot=str(data.get("slot", "")),
            pending=[str(name) for name in data.get("pending") or ()],
            context=_copied(dict(data.get("context") or {})),
            visited=[(str(pair[0]), str(pair[1])) for pair in data.get("visited") or ()],
        )


@dataclass(slots=True, kw_only=True)
class State:
    """The stack, bottom first, and what the host was asked to do."""

    frames: list[Frame] = field(default_factory=list)
    # Action that the host was asked to run, "action_listen" to wait, "" before the first message.
    waiting: str = ""
    # Flows to start when the open ones have ended.
    queue: list[str] = field(default_factory=list)
    # Name of the flow that ended above others, until they are offered again.
    ended: str = ""
    # Number of frames ever made: gives each its id.
    counter: int = 0
    # Silent steps and actions since the last message of the person.
    steps: int = 0
    actions: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the whole state as JSON values."""
        return {
            "v": VERSION,
            "frames": [frame.to_json() for frame in self.frames],
            "waiting": self.waiting,
            "queue": list(self.queue),
            "ended": self.ended,
            "counter": self.counter,
            "steps": self.steps,
            "actions": self.actions,
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Rebuild a state. Raises :class:`~engine.errors.StoredStateError` for a newer version."""
        if not isinstance(data, dict):
            return cls()
        data = migrate(data)
        return cls(
            frames=[Frame.from_json(frame) for frame in data.get("frames") or ()],
            waiting=str(data.get("waiting", "")),
            queue=[str(name) for name in data.get("queue") or ()],
            ended=str(data.get("ended", "")),
            counter=int(data.get("counter", 0)),
            steps=int(data.get("steps", 0)),
            actions=int(data.get("actions", 0)),
        )

    def copy(self) -> State:
        """Return an independent copy."""
        return State(
            frames=[frame.copy() for frame in self.frames],
            waiting=self.waiting,
            queue=list(self.queue),
            ended=self.ended,
            counter=self.counter,
            steps=self.steps,
            actions=self.actions,
        )

    @property
    def open_flows(self) -> list[str]:
        """Ids of the project's flows on the stack, bottom first, called children included."""
        return [frame.flow for frame in self.frames if frame.is_user]

    @property
    def current_flows(self) -> list[str]:
        """Ids of the flows that the person is in: the one on top, and those that called it."""
        found: list[str] = []
        for frame in reversed(self.frames):
            if frame.is_user:
                found.append(frame.flow)
                if frame.is_root:
                    break
        return found[::-1]

    @property
    def asked_slot(self) -> str:
        """The slot whose value the person is being asked for, or an empty text."""
        if not self.frames:
            return ""
        context = self.frames[-1].context
        return str(context.get("collect") or context.get("validate") or "")


def _copied(value: Any) -> Any:
    """Return a copy of a JSON value that shares nothing that can change.

    ``copy.deepcopy`` does the same and more, at twenty times the price.
    """
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value
