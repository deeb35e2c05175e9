"""Wait for an answer without asking for it anew."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_wait_for_answer")
def wait_for_answer(run: Run, frame: Frame) -> Move | None:
    """Let the question beneath listen on: the person has it before their eyes.

    Without a question beneath, this does nothing.
    """
    below = run.frames.index(frame) - 1
    if below >= 0 and run.frames[below].phase == "heard":
        run.frames[below].phase = ""
    return None
