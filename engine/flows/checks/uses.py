"""Where flows write slots and name responses and actions.

>>> [use.slot for use in slot_uses(project)]
['jour', 'motif']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import Flow
from engine.flows.source import Position
from engine.flows.steps.base import Step
from engine.flows.steps.collect import Collect
from engine.flows.steps.set_slots import SetSlots

_SLOT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotUse:
    """A step that writes a slot."""

    slot: str
    position: Position
    flow: Flow
    step: Step
    # Value that set_slots gives; None for a question.
    value: Any = None

    @property
    def is_well_named(self) -> bool:
        """Tell whether a slot can be called so."""
        return _SLOT_NAME.fullmatch(self.slot) is not None


@lru_cache(maxsize=1)
def slot_uses(project: Project) -> tuple[SlotUse, ...]:
    """Return every place where a step of the project's own flows writes a slot."""
    return tuple(_slot_uses(project))


def _slot_uses(project: Project) -> Iterator[SlotUse]:
    for item in outline(project):
        for step in item.flow.steps.values():
            if isinstance(step, Collect):
                yield SlotUse(
                    slot=step.slot, position=step.at_value("collect"), flow=item.flow, step=step
                )
            elif isinstance(step, SetSlots):
                for entry in step.assignments:
                    yield SlotUse(
                        slot=entry.slot,
                        position=entry.position,
                        flow=item.flow,
                        step=step,
                        value=entry.value,
                    )


def runs_of(project: Project) -> Iterator[tuple[Flow, str, Position]]:
    """Yield every response and action that a step of the project's own flows names."""
    for item in outline(project):
        for step in item.flow.steps.values():
            for name, at in step.runs():
                yield item.flow, name, at
