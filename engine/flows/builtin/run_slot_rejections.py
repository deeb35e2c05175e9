"""Test the value of the slot being filled against its rejections."""

from __future__ import annotations

from engine.flows import events
from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.rejections import Rejection
from engine.flows.run import Move, Run, Say
from engine.flows.state import Frame
from engine.flows.values import SlotType

_TYPE_REFUSALS = {
    SlotType.BOOL: "utter_boolean_slot_rejection",
    SlotType.CATEGORICAL: "utter_categorical_slot_rejection",
    SlotType.FLOAT: "utter_float_slot_rejection",
}


@BUILTIN_ACTIONS.register("action_run_slot_rejections")
def run_slot_rejections(run: Run, frame: Frame) -> Move | None:
    """Empty the slot and say why at the first rejection that holds."""
    slot = str(frame.context.get("collect") or frame.context.get("validate") or "")
    if run.slot(slot) is None:
        return _refuse_type(run, frame, slot)
    for rejection in _rejections(run, frame, slot):
        if rejection.condition.holds(run.slots, frame.context):
            run.record(
                events.ValueRejected(
                    flow=str(frame.context.get("flow", "")),
                    slot=slot,
                    condition=str(rejection.condition.source),
                )
            )
            run.set_slot(slot, None)
            return Say((rejection.utter,)) if rejection.utter else None
    return None


def _refuse_type(run: Run, frame: Frame, slot: str) -> Move | None:
    """Say that what was answered is no value of the slot's type; ``context.value`` is what was."""
    definition = run.flows.domain.slots.get(slot)
    if definition is None or frame.context.get("value") is None:
        return None
    response = _TYPE_REFUSALS.get(definition.type, "")
    return Say((response,)) if run.flows.domain.can_run(response) else None


def _rejections(run: Run, frame: Frame, slot: str) -> tuple[Rejection, ...]:
    if "validate" in frame.context:
        definition = run.flows.domain.slots.get(slot)
        return definition.rejections if definition else ()
    collect = run.flows.collect_step(
        str(frame.context.get("flow", "")), str(frame.context.get("step", ""))
    )
    return collect.rejections if collect else ()
