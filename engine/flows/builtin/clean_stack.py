"""Remove everything that was open."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_clean_stack")
def clean_stack(run: Run, frame: Frame) -> Move | None:
    """Cancel all other segments and forget the flows that were to follow."""
    for start, stop in reversed(run.user_segments()):
        run.cancel(start, stop)
    run.state.queue.clear()
    return None
