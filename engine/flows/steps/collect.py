"""Ask for a slot and wait until it has a value.

::

    - collect: jour
      description: le jour souhaité pour le rendez-vous
      utter: utter_demander_jour
      rejections:
        - if: not slots.jour matches "[a-z]"
          utter: utter_jour_incompris
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.flows.conditions import Condition
from engine.flows.records import Flow
from engine.flows.rejections import REJECTION, Rejection, read_rejections
from engine.flows.run import Go, Move, Run, Stay
from engine.flows.shapes import Anything, Flag, Key, ListOf, MapOf, Number, OneOf, Record, Text
from engine.flows.source import Position, YamlMap
from engine.flows.state import Frame
from engine.flows.steps.base import SHARED_KEYS, STEP_TYPES, Step

_FLOWS = OneOf((Flag(), ListOf(Text("a flow id", refers_to="flow"), called="flow")))


@STEP_TYPES.register("collect")
@dataclass(frozen=True, kw_only=True)
class Collect(Step):
    """Asks through ``pattern_collect_information``, which also runs the rejections.

    A filled slot is not asked again unless ``ask_before_filling`` is set. Its value passes the
    rejections all the same.
    """

    KIND: ClassVar[str] = "collect"
    RECORD: ClassVar[Record] = Record(
        "collect step",
        (
            Key("collect", Text("a slot name", refers_to="slot"), "slot to fill", required=True),
            Key(
                "utter",
                Text("a response name", refers_to="response"),
                "response that asks; left out: utter_ask_<slot>, or the action action_ask_<slot>",
            ),
            Key(
                "ask_before_filling",
                Flag(),
                "true: empty the slot and ask even when it has a value, for confirmations",
                default=False,
            ),
            Key(
                "reset_after_flow_ends",
                Flag(),
                "false: keep the value when the flow ends; persisted_slots of the flow is the "
                "newer way",
                default=True,
            ),
            Key(
                "rejections",
                ListOf(REJECTION, called="rejection"),
                "values to refuse: the first condition that holds empties the slot, says its "
                "response and asks again",
            ),
            Key(
                "force_slot_filling",
                Flag(),
                "true: while this is asked, everything but an answer is ignored",
                default=False,
            ),
            Key(
                "skip_value",
                OneOf((Text("a value", lenient=True), Number(), Flag())),
                "value that the slot takes when the person passes the question; left out: the "
                "question is necessary",
                extension=True,
            ),
            Key("block_digressions", _FLOWS, "flows that must wait until this is answered"),
            Key("ask_confirm_digressions", _FLOWS, "flows to start only after a confirmation"),
            Key(
                "sensitive",
                Flag(),
                "true: the answer is a secret; its text never reaches tracker, log or trace",
                default=False,
                extension=True,
            ),
            Key(
                "silence_timeout",
                OneOf((Number(minimum=0), MapOf(Anything()), ListOf(Anything()))),
                "voice channels only",
            ),
            Key("dtmf", MapOf(Anything()), "voice channels only"),
            *SHARED_KEYS,
        ),
        hints={
            "skip_if_filled": "a filled slot is skipped by default; ask_before_filling: true asks",
            "scope": "use reset_after_flow_ends: false or persisted_slots",
            "question": "name the response in 'utter'",
        },
    )

    slot: str
    utter: str = ""
    ask_before_filling: bool = False
    reset_after_flow_ends: bool = True
    rejections: tuple[Rejection, ...] = ()
    force_slot_filling: bool = False
    # None: the question may not be passed.
    skip_value: Any = None
    block_digressions: bool | tuple[str, ...] = False
    ask_confirm_digressions: bool | tuple[str, ...] = False
    sensitive: bool = False

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        return {
            "slot": str(node["collect"]),
            "utter": str(node.get("utter") or ""),
            "ask_before_filling": node.get("ask_before_filling") is True,
            "reset_after_flow_ends": node.get("reset_after_flow_ends") is not False,
            "rejections": read_rejections(node.get("rejections")),
            "force_slot_filling": node.get("force_slot_filling") is True,
            "skip_value": node.get("skip_value"),
            "block_digressions": digressions(node.get("block_digressions")),
            "ask_confirm_digressions": digressions(node.get("ask_confirm_digressions")),
            "sensitive": node.get("sensitive") is True,
        }

    @property
    def response(self) -> str:
        """Name of the response that asks, if there is one in the domain."""
        return self.utter or f"utter_ask_{self.slot}"

    @property
    def asking_action(self) -> str:
        """Name of the custom action that asks, if there is one in the domain."""
        return f"action_ask_{self.slot}"

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        if frame.phase == "asked":
            return Go(run.follow(flow, frame, self.next))
        if not any(step == self.id for step, _ in frame.visited):
            frame.visited.append((self.id, self.slot))
        if self.ask_before_filling:
            run.set_slot(self.slot, None)
        frame.phase = "asked"
        frame.slot = self.slot
        run.push_pattern("pattern_collect_information", self._context(run, flow))
        return Stay()

    def _context(self, run: Run, flow: Flow) -> dict[str, Any]:
        domain = run.flows.domain
        has_response = domain.can_run(self.response)
        has_action = not self.utter and self.asking_action in domain.actions
        if not has_response and not has_action:
            # The checker refuses this; in a running conversation a plain question beats silence.
            response = "utter_ask_for_slot"
        else:
            response = self.response if has_response else ""
        return {
            "collect": self.slot,
            "utter": response or None,
            "collect_action": self.asking_action if has_action else None,
            "flow": flow.id,
            "step": self.id,
        }

    def writes(self) -> Iterable[str]:
        return (self.slot,)

    def keeps(self) -> Iterable[str]:
        return () if self.reset_after_flow_ends else (self.slot,)

    def runs(self) -> Iterable[tuple[str, Position]]:
        named = ((self.utter, self.at_value("utter")),) if self.utter else ()
        return named + tuple(
            (item.utter, item.utter_position) for item in self.rejections if item.utter
        )

    def conditions(self) -> Iterable[Condition]:
        return (*super().conditions(), *(item.condition for item in self.rejections))

    @property
    def waits(self) -> bool:
        return True


def digressions(value: Any) -> bool | tuple[str, ...]:
    """Read ``block_digressions`` or ``ask_confirm_digressions``: all, none or named flows."""
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value is True
