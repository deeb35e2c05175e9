"""Pass a question that may be passed."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.state import Frame
from engine.flows.values import NOT_A_VALUE


@BUILTIN_ACTIONS.register("action_skip_question")
def skip_question(run: Run, frame: Frame) -> Move | None:
    """Give the slot of ``context.collect`` the value that its question has for this."""
    slot = str(frame.context.get("collect") or "")
    value = run.flows.domain.coerce(slot, frame.context.get("skip_value"))
    if slot and value is not NOT_A_VALUE:
        run.set_slot(slot, value)
    return None
