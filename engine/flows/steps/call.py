"""Run another flow as if its steps stood here, then go on.

::

    - call: identifier_la_famille
    - action: utter_merci
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.flows import events
from engine.flows.records import Flow
from engine.flows.run import Go, Move, Run, Stay
from engine.flows.shapes import Anything, Key, ListOf, MapOf, Record, Text
from engine.flows.source import YamlMap
from engine.flows.state import Frame, FrameKind
from engine.flows.steps.base import CONDITION, SHARED_KEYS, STEP_TYPES, Step

_PARAMETER = Record(
    "tool parameter",
    (
        Key("param", Text("a parameter name"), "parameter of the tool", required=True),
        Key("slot", Text("a slot name", refers_to="slot"), "slot it is read from", required=True),
    ),
)
_RESULT = Record(
    "tool result",
    (
        Key("slot", Text("a slot name", refers_to="slot"), "slot to write", required=True),
        Key("value", Text("a template"), "template that picks the value", required=True),
    ),
)
_MAPPING = Record(
    "tool mapping",
    (
        Key("input", ListOf(_PARAMETER, called="parameter"), "slots given to the tool"),
        Key("output", ListOf(_RESULT, called="result"), "slots filled from its answer"),
    ),
)


@STEP_TYPES.register("call")
@dataclass(frozen=True, kw_only=True)
class Call(Step):
    """Puts a frame of the child on the stack; its guard is not consulted.

    A call of an agent or of an MCP tool needs a language model's runtime: it is read, reported as a
    note, and fails when a conversation reaches it.
    """

    KIND: ClassVar[str] = "call"
    RECORD: ClassVar[Record] = Record(
        "call step",
        (
            Key("call", Text("a flow id", refers_to="flow"), "flow to run here", required=True),
            Key("mcp_server", Text("a server name"), "the target is a tool of this MCP server"),
            Key("mapping", _MAPPING, "slots given to the tool and filled from its answer"),
            Key(
                "exit_if",
                ListOf(CONDITION, minimum=1, called="condition"),
                "the target is an agent; it ends when one of these holds",
            ),
            Key("process_input", MapOf(Anything()), "options of an agent"),
            *SHARED_KEYS,
        ),
    )

    target: str
    mcp_server: str = ""
    # Slots that the answer of a tool fills.
    output_slots: tuple[str, ...] = ()
    exit_if: tuple[Any, ...] = ()

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        mapping = node.get("mapping")
        output = mapping.get("output") if isinstance(mapping, YamlMap) else None
        exit_if = node.get("exit_if")
        return {
            "target": str(node["call"]),
            "mcp_server": str(node.get("mcp_server") or ""),
            "output_slots": tuple(
                str(item["slot"])
                for item in (output if isinstance(output, list) else ())
                if isinstance(item, YamlMap) and item.get("slot")
            ),
            "exit_if": tuple(exit_if) if isinstance(exit_if, list) else (),
        }

    @property
    def is_tool(self) -> bool:
        """Tell whether the target is surely no flow: an MCP tool, or an agent with exit_if."""
        return bool(self.mcp_server or self.exit_if)

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        if frame.phase == "called":
            return Go(run.follow(flow, frame, self.next))
        if self.is_tool or self.target not in run.flows:
            run.record(events.ActionFailed(flow=flow.id, step=self.id, action=self.target))
            run.fail("call_not_supported", {"action": self.target})
            return Stay()
        frame.phase = "called"
        run.push(self.target, FrameKind.CALL)
        return Stay()

    def writes(self) -> Iterable[str]:
        return self.output_slots

    def calls(self) -> Iterable[str]:
        return () if self.is_tool else (self.target,)
