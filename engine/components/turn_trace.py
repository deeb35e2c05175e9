"""What one turn shows of itself: to the simulator, the log, and later the console.

JSON values only. Every step comes with its file and line, so that a designer finds the sentence or
the branch in one click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine.flows.commands import Command
from engine.flows.events import FlowEvent, SlotChanged
from engine.flows.flow_set import FlowSet
from engine.flows.normaliser import STACK_SLOT
from engine.flows.state import Frame, State

_RANKING = 5


def turn_trace(
    *,
    text: str,
    flows: FlowSet,
    parsed: Mapping[str, Any],
    commands: Sequence[Command],
    flow_events: Sequence[FlowEvent],
    state: State,
    slots: Mapping[str, Any],
    actions: Sequence[Mapping[str, Any]],
    milliseconds: float,
) -> dict[str, Any]:
    """Return the trace of a turn."""
    intent = parsed.get("intent") or {}
    return {
        "text": text,
        "intent": {"name": intent.get("name"), "confidence": intent.get("confidence", 0.0)},
        "ranking": [
            [item.get("name"), item.get("confidence")]
            for item in (parsed.get("intent_ranking") or ())[:_RANKING]
        ],
        "entities": [
            {"entity": item.get("entity"), "value": item.get("value")}
            for item in parsed.get("entities") or ()
        ],
        "commands": [_command(command) for command in commands],
        "stack": [_frame(flows, frame) for frame in state.frames],
        "slots": {
            name: value
            for name, value in slots.items()
            if value != flows.domain.initial_value(name)
            and name not in (STACK_SLOT, "session_started_metadata")
        },
        "changed": list(
            dict.fromkeys(event.slot for event in flow_events if isinstance(event, SlotChanged))
        ),
        "actions": [dict(action) for action in actions],
        "events": [_event(flows, event) for event in flow_events],
        "ms": round(milliseconds, 2),
    }


def _command(command: Command) -> dict[str, Any]:
    return {"command": type(command).__name__, **asdict(command)}


def _frame(flows: FlowSet, frame: Frame) -> dict[str, Any]:
    flow = flows.get(frame.flow)
    step = flows.step(frame.flow, frame.step)
    position = step.position if step else flow.position if flow else None
    return {
        "flow": frame.flow,
        "name": flow.name if flow else frame.flow,
        "step": frame.step,
        "file": position.path if position else "",
        "line": position.line if position else 0,
    }


def _event(flows: FlowSet, event: FlowEvent) -> dict[str, Any]:
    data = event.to_json()
    step = flows.step(event.flow, str(data.get("step", "")))
    if step is not None:
        data |= {"file": step.position.path, "line": step.position.line}
    return data
