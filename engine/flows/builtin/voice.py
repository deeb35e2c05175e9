"""Actions of voice channels and of metrics: they exist, and do nothing in a chat."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_hangup")
@BUILTIN_ACTIONS.register("action_handoff_metric")
def do_nothing(run: Run, frame: Frame) -> Move | None:
    """Let the flow go on."""
    return None
