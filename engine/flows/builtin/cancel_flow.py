"""Give up the flow that the cancel pattern was started for."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_cancel_flow")
def cancel_flow(run: Run, frame: Frame) -> Move | None:
    """Remove the frames named in ``context.canceled_frames`` and reset their slots."""
    doomed = set(frame.context.get("canceled_frames") or ())
    for index in range(len(run.frames) - 1, -1, -1):
        if run.frames[index].id in doomed:
            run.cancel(index, index + 1)
    return None
