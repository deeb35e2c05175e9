"""Go on with a flow that was interrupted."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_continue_interrupted_flow")
def continue_interrupted_flow(run: Run, frame: Frame) -> Move | None:
    """Bring the chosen flow to the top: the one named in slot interrupted_flow_to_continue.

    Without a choice, or with one that is not open, the last interrupted flow goes on.
    """
    wanted = run.slot("interrupted_flow_to_continue")
    segments = [pair for pair in run.user_segments() if run.frames[pair[0]] is not frame]
    if not segments:
        return None
    chosen = segments[-1]
    for start, stop in segments:
        flow_id = run.frames[start].flow
        if wanted in (flow_id, run.label(flow_id)):
            chosen = (start, stop)
    run.resume(*chosen)
    # The pattern stays above the flow until its last step is done.
    run.frames.remove(frame)
    run.frames.append(frame)
    return None
