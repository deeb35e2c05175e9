"""Give up all flows that were interrupted."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_cancel_interrupted_flows")
def cancel_interrupted_flows(run: Run, frame: Frame) -> Move | None:
    """Remove every flow of the project from the stack and reset their slots."""
    for start, stop in reversed(run.user_segments()):
        run.cancel(start, stop)
    return None
