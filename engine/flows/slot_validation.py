"""The check that the domain may demand for a slot, whenever and by whomever it is filled."""

from __future__ import annotations

from engine.flows.run import Run


def must_validate(run: Run, slot: str) -> bool:
    """Tell whether the domain has rejections for ``slot`` and it has a value."""
    definition = run.flows.domain.slots.get(slot)
    return definition is not None and bool(definition.rejections) and run.slot(slot) is not None


def validate(run: Run, slot: str) -> None:
    """Start the check that the domain demands for a slot, whoever filled it."""
    definition = run.flows.domain.slots[slot]
    refill = definition.refill_utter or f"utter_ask_{slot}"
    action = f"action_ask_{slot}"
    run.push_pattern(
        "pattern_validate_slot",
        {
            "validate": slot,
            "refill_utter": refill if run.flows.domain.can_run(refill) else None,
            "refill_action": action
            if action in run.flows.domain.actions and not run.flows.domain.can_run(refill)
            else None,
        },
    )
