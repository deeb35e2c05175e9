"""Values that a question, or a slot of the domain, refuses.

::

    rejections:
      - if: slots.age < 18
        utter: utter_trop_jeune
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.flows.conditions import Condition
from engine.flows.shapes import Key, Record, Text
from engine.flows.source import Position, YamlMap

REJECTION = Record(
    "rejection",
    (
        Key("if", Text("a condition"), "condition on the slot being filled", required=True),
        Key(
            "utter",
            Text("a response name", refers_to="response"),
            "response that says why the value is refused",
            required=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One refused kind of value."""

    condition: Condition
    # Response to say; may be empty in a faulty file.
    utter: str
    position: Position
    utter_position: Position


def read_rejections(value: Any) -> tuple[Rejection, ...]:
    """Read a list of rejections, skipping what is not one."""
    if not isinstance(value, list):
        return ()
    return tuple(
        Rejection(
            condition=Condition.of(item["if"], item.position_of_value("if")),
            utter=str(item.get("utter") or ""),
            position=item.position,
            utter_position=item.position_of_value("utter"),
        )
        for item in value
        if isinstance(item, YamlMap) and item.get("if") is not None
    )
