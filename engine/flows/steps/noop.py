"""A pure branching point.

::

    - noop: true
      next:
        - if: slots.majeur
          then: demander_piece
        - else: END
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from engine.flows.records import Flow
from engine.flows.run import Go, Move, Run
from engine.flows.shapes import Key, Literal, OneOf, Record
from engine.flows.source import YamlMap
from engine.flows.state import Frame
from engine.flows.steps.base import SHARED_KEYS, STEP_TYPES, Step

#: ``noop:`` with nothing behind it is written as often as ``noop: true``.
_MARK = OneOf((Literal((True,)), Literal((None,))))


@STEP_TYPES.register("noop")
@dataclass(frozen=True, kw_only=True)
class Noop(Step):
    """Does nothing and goes on where its ``next`` says."""

    KIND: ClassVar[str] = "noop"
    RECORD: ClassVar[Record] = Record(
        "noop step",
        (
            Key("noop", _MARK, "true: a step that only branches", required=True),
            *(replace(key, required=True) if key.name == "next" else key for key in SHARED_KEYS),
        ),
    )

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        return {}

    @classmethod
    def subject(cls, node: YamlMap) -> str:
        return ""

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        return Go(run.follow(flow, frame, self.next))
