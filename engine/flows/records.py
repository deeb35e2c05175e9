"""The records of a flow file, after reading: flows, branches and triggers.

Steps have one file per type in ``engine/flows/steps``. Positions lead back to the YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from engine.flows.conditions import Condition
from engine.flows.source import Position

if TYPE_CHECKING:
    from engine.flows.steps.base import Step

#: Target that ends the flow.
END = "END"
#: Where a fresh frame stands: before the first step.
START = "START"
#: Flow ids that begin with this are patterns: reserved names that the engine starts itself.
PATTERN_PREFIX = "pattern_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of a ``next`` list."""

    # None for ``else``.
    condition: Condition | None
    # Id of a step of the same flow, or END.
    target: str
    position: Position
    # Where the target is written.
    target_position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Where a step leads."""

    # In order; a single unconditional branch for a plain target.
    branches: tuple[Branch, ...]
    position: Position
    # False when the author wrote nothing and the next step of the list follows.
    written: bool = True

    @property
    def targets(self) -> tuple[str, ...]:
        """Return every id, or END, that this may lead to."""
        return tuple(branch.target for branch in self.branches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One item of ``nlu_trigger``."""

    intent: str
    # The intent's confidence must reach it.
    threshold: float
    position: Position


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One flow, read; ``steps`` holds nested steps too, flat, in the order of the file."""

    id: str
    # Label for people; derived from the id when not written.
    name: str
    description: str
    steps: Mapping[str, Step]
    # Id of the first step, or END for a flow without usable steps.
    first: str
    position: Position
    # Position of each key of the flow, for problems.
    keys_at: Mapping[str, Position] = field(default_factory=dict)
    # None: always startable.
    guard: Condition | None = None
    triggers: tuple[Trigger, ...] = ()
    persisted_slots: tuple[str, ...] = ()
    run_pattern_completed: bool = True
    always_include_in_prompt: bool = False
    # True: every flow; else the ids named.
    block_digressions: bool | tuple[str, ...] = False
    ask_confirm_digressions: bool | tuple[str, ...] = False
    # True: starts whatever is being asked.
    heard_anywhere: bool = False

    @property
    def is_pattern(self) -> bool:
        """Tell whether the id is one of the reserved names."""
        return self.id.startswith(PATTERN_PREFIX)

    @cached_property
    def slots_written(self) -> tuple[str, ...]:
        """Slots that collect and set_slots steps of this flow write, without repeats."""
        names: dict[str, None] = {}
        for step in self.steps.values():
            names.update(dict.fromkeys(step.writes()))
        return tuple(names)

    @cached_property
    def slots_reset(self) -> tuple[str, ...]:
        """Slots that go back to their initial value when this flow ends."""
        kept = set(self.persisted_slots)
        for step in self.steps.values():
            kept.update(step.keeps())
        return tuple(slot for slot in self.slots_written if slot not in kept)

    @cached_property
    def called(self) -> tuple[str, ...]:
        """Ids of the flows that this flow calls."""
        return tuple(dict.fromkeys(name for step in self.steps.values() for name in step.calls()))

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """Ids of the flows that this flow goes over to."""
        return tuple(dict.fromkeys(name for step in self.steps.values() for name in step.links()))
