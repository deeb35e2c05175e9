"""Set slots without asking; null empties a slot.

::

    - set_slots:
        - langue: fr
        - jour: null
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.flows.records import Flow
from engine.flows.run import Go, Move, Run
from engine.flows.shapes import Anything, Key, ListOf, MapOf, Record
from engine.flows.source import Position, YamlMap
from engine.flows.state import Frame
from engine.flows.steps.base import SHARED_KEYS, STEP_TYPES, Step
from engine.flows.templates import is_template


@dataclass(frozen=True, slots=True)
class Assignment:
    """One slot and its new value."""

    slot: str
    value: Any
    position: Position


@STEP_TYPES.register("set_slots")
@dataclass(frozen=True, kw_only=True)
class SetSlots(Step):
    """Writes the listed values, in order."""

    KIND: ClassVar[str] = "set_slots"
    RECORD: ClassVar[Record] = Record(
        "set_slots step",
        (
            Key(
                "set_slots",
                ListOf(MapOf(Anything(), called="slot"), minimum=1, called="assignment"),
                "list of 'slot: value'; null empties the slot",
                required=True,
            ),
            *SHARED_KEYS,
        ),
    )

    assignments: tuple[Assignment, ...]

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        listed = node["set_slots"]
        maps = (
            [item for item in listed if isinstance(item, YamlMap)]
            if isinstance(listed, list)
            else []
        )
        return {
            "assignments": tuple(
                Assignment(str(slot), value, item.position_of(slot))
                for item in maps
                for slot, value in item.items()
            )
        }

    @classmethod
    def subject(cls, node: YamlMap) -> str:
        return "_".join(entry.slot for entry in cls.fields(node)["assignments"])

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        for entry in self.assignments:
            value = entry.value
            if isinstance(value, str) and is_template(value):
                value = run.render(value, frame) or None
            run.set_slot(entry.slot, run.flows.domain.coerce_or_keep(entry.slot, value))
        return Go(run.follow(flow, frame, self.next))

    def writes(self) -> Iterable[str]:
        return tuple(entry.slot for entry in self.assignments)
