"""Write corrected values and set the flow back to the first question that they concern."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run
from engine.flows.slot_validation import must_validate, validate
from engine.flows.state import Frame


@BUILTIN_ACTIONS.register("action_correct_flow_slot")
def correct_flow_slot(run: Run, frame: Frame) -> Move | None:
    """Apply ``context.corrected_slots``; questions after the reset step are gone through again.

    Filled ones are skipped, so the person lands on the first question that the change opens.
    """
    corrected = dict(frame.context.get("corrected_slots") or {})
    for slot, value in corrected.items():
        run.set_slot(slot, value)
    reset = run.flow_frame(str(frame.context.get("reset_frame_id", "")))
    step = str(frame.context.get("reset_step_id") or "")
    if reset is None or not step:
        return None
    # Questions and called children above the frame belong to the step that is left.
    above = run.frames.index(reset) + 1
    while above < len(run.frames) and not run.frames[above].is_root:
        del run.frames[above]
    reset.go(step)
    for slot in corrected:
        if must_validate(run, slot):
            validate(run, slot)
    # The pattern stays on top until its last step is done.
    run.frames.remove(frame)
    run.frames.append(frame)
    return None
