"""A tap on a button: its question may be asked now, wait below, or be long gone.

::

    if place_tap(run, commands):
        ...     # pattern_old_button says what is the case; the commands are spent
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.flows.commands import Command, SetSlot
from engine.flows.run import Run
from engine.flows.steps.collect import Collect


def place_tap(run: Run, commands: Sequence[Command]) -> bool:
    """Bring back the flow that a tap belongs to; return True when there is none any more.

    The person touched that button and means that flow. Without one nobody guesses what they mean.
    """
    tapped = [c for c in commands if isinstance(c, SetSlot) and c.tapped]
    asked = run.state.asked_slot
    if not tapped or any(command.slot == asked for command in tapped):
        return False
    for start, stop in reversed(run.user_segments()):
        if any(_serves(run, start, stop, command.slot) for command in tapped):
            if stop < len(run.frames):
                run.resume(start, stop)
            return False
    elsewhere = [command for command in tapped if command.slot not in run.flows.flow_slots]
    if run.frames and elsewhere:
        return False
    for command in elsewhere:
        # No flow has a question for it that could be skipped by mistake.
        run.set_slot(command.slot, run.flows.domain.coerce_or_keep(command.slot, command.value))
    _push_pattern(run, tapped[0])
    return True


def always_asks(run: Run, slot: str) -> bool:
    """Tell whether every question for ``slot`` empties it first: a value given before is lost."""
    return all(step.ask_before_filling for _, step in _questions(run, slot))


def _serves(run: Run, start: int, stop: int, slot: str) -> bool:
    """Tell whether a segment of the stack can still do something with a value of ``slot``."""
    frames = run.frames[start:stop]
    if any(slot == asked for frame in frames for _, asked in frame.visited):
        return True
    on_top = stop == len(run.frames)
    owned = any(slot in run.flows.slots_of(frame.flow) for frame in frames)
    return on_top and owned and not always_asks(run, slot)


def _push_pattern(run: Run, tapped: SetSlot) -> None:
    flows = {flow_id for flow_id, _ in _questions(run, tapped.slot)}
    run.push_pattern(
        "pattern_old_button",
        {
            "slot": tapped.slot,
            "value": tapped.value,
            # Empty when several flows ask for it.
            "flow_name": run.label(flows.pop()) if len(flows) == 1 else "",
        },
    )


def _questions(run: Run, slot: str) -> list[tuple[str, Collect]]:
    return [
        (flow.id, step)
        for flow in run.flows.user_flows
        for step in flow.steps.values()
        if isinstance(step, Collect) and step.slot == slot
    ]
