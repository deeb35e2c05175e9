"""End this flow and start another; nothing comes back.

::

    - link: laisser_un_message
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.flows.records import END, PATTERN_PREFIX, Flow
from engine.flows.run import BENEATH, Move, Run, Stay
from engine.flows.shapes import Key, Record, Text
from engine.flows.source import YamlMap
from engine.flows.state import Frame, FrameKind
from engine.flows.steps.base import SHARED_KEYS, STEP_TYPES, Step


@STEP_TYPES.register("link")
@dataclass(frozen=True, kw_only=True)
class Link(Step):
    """Replaces the frame by one of the target flow; the guard is not consulted."""

    KIND: ClassVar[str] = "link"
    RECORD: ClassVar[Record] = Record(
        "link step",
        (
            Key("link", Text("a flow id", refers_to="flow"), "flow to go over to", required=True),
            *(key for key in SHARED_KEYS if key.name != "next"),
        ),
        hints={"next": "a link ends the flow: remove 'next', or use 'call' to come back"},
    )

    target: str

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        return {"target": str(node["link"])}

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        if self.target not in run.flows:
            frame.go(END)
            return Stay()
        index = run.frames.index(frame)
        del run.frames[index]
        if self.target.startswith(PATTERN_PREFIX):
            context = {"previous_flow_name": flow.name, **frame.context}
            run.push_pattern(self.target, context)
        else:
            kept = {BENEATH: frame.context[BENEATH]} if BENEATH in frame.context else {}
            run.push(self.target, FrameKind.LINK, kept)
        run.reset_slots_of(flow.id)
        return Stay()

    def links(self) -> Iterable[str]:
        return (self.target,)
