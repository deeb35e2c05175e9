"""Give up all flows that were interrupted."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run, Say
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_cancel_interrupted_flows")
def cancel_interrupted_flows(run: Run, frame: Frame) -> Move | None:
    """Remove every flow of the project from the stack and reset their slots."""
    segments = run.user_segments()
    names = [run.label(run.frames[start].flow) for start, _ in segments]
    for start, stop in reversed(segments):
        run.cancel(start, stop)
    frame.context["canceled_name"] = ", ".join(names)
    return Say(("utter_flow_cancelled_rasa",)) if names else None
