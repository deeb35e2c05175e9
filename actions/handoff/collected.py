"""What a conversation has collected so far, for the person who takes it over.

    slots = collected(tracker_slots, flows)                     # {"motif": "bapteme"}
    summary_of(slots, reason="un baptême", priority="high", interrupted="Prise de rendez-vous")

Secrets are never among it: slots that a flow asks for as ``sensitive``, and digests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.flows.flow_set import FlowSet
from engine.flows.normaliser import STACK_SLOT
from engine.flows.steps.collect import Collect
from engine.keyring import PREFIX as DIGEST

#: The flow that asks for a person; its own answers are told apart from what was collected.
OWN_FLOW = "contact_humain"
#: What the last question was about, kept for the next one: nothing that the person told.
_TOPIC = "sujet"
#: Lines of a summary, and characters of one line.
LINES, WIDTH = 5, 200

_PRIORITIES = {"urgent": "Urgence", "high": "Réclamation"}


def collected(slots: Mapping[str, Any], flows: FlowSet) -> dict[str, Any]:
    """Return the slots that the project's flows have filled, without secrets."""
    secret = {
        step.slot
        for flow in flows.values()
        for step in flow.steps.values()
        if isinstance(step, Collect) and step.sensitive
    }
    own = {*flows.slots_of(OWN_FLOW), STACK_SLOT, _TOPIC}
    asked = {slot for flow in flows.user_flows for slot in flows.slots_of(flow.id)}
    return {
        name: value
        for name, value in slots.items()
        if name in asked - own - secret and _says_something(flows, name, value)
    }


def open_below(slots: Mapping[str, Any], flows: FlowSet) -> str:
    """Return the id of the flow that the request for a person has interrupted; empty for none."""
    stack = slots.get(STACK_SLOT)
    frames = stack.get("frames", ()) if isinstance(stack, dict) else ()
    named = [str(frame.get("flow", "")) for frame in frames if frame.get("kind") != "call"]
    found = [name for name in named if name in flows and not flows[name].is_pattern]
    return next((name for name in reversed(found) if name != OWN_FLOW), "")


def summary_of(
    slots: Mapping[str, Any], *, reason: str, priority: str, interrupted: str, asked: str
) -> str:
    """Return at most five lines for the person at the office; ``asked`` says when it was asked."""
    lines = [
        " : ".join(
            filter(None, (_PRIORITIES.get(priority, "Demande"), reason or "sans précision"))
        ),
        f"Reçue {asked}",
        f"En cours : {interrupted}" if interrupted else "",
        "Déjà dit : " + ", ".join(f"{name} {value}" for name, value in slots.items())
        if slots
        else "",
    ]
    return "\n".join(_one_line(line) for line in lines if line)


def _says_something(flows: FlowSet, name: str, value: Any) -> bool:
    if value is None or value in ("", []) or value == flows.domain.initial_value(name):
        return False
    return not (isinstance(value, str) and value.startswith(DIGEST))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
