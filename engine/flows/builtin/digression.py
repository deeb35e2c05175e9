"""Decide what becomes of a flow that a person asks for in the middle of another."""

from __future__ import annotations

from engine.flows import events
from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame, FrameKind


@BUILTIN_ACTIONS.register("action_block_digression")
def block_digression(run: Run, frame: Frame) -> Move | None:
    """Start the flow after the open one has ended."""
    wanted = str(frame.context.get("interrupting_flow_id", ""))
    if wanted in run.flows and wanted not in run.state.queue:
        run.state.queue.append(wanted)
    return None


@BUILTIN_ACTIONS.register("action_continue_digression")
def continue_digression(run: Run, frame: Frame) -> Move | None:
    """Start the flow now, above the open one."""
    wanted = str(frame.context.get("interrupting_flow_id", ""))
    if wanted not in run.flows:
        run.record(events.FlowRefused(flow=wanted, reason="unknown"))
        return None
    run.push(wanted, FrameKind.INTERRUPT)
    # The pattern stays on top until its last step is done.
    run.frames.remove(frame)
    run.frames.append(frame)
    return None
