"""Say a response or run a custom action; the person is not waited for.

::

    - action: action_enregistrer
      on_failure: excuser        # ours: where to go when the action fails
    - action: utter_confirme
      next: END
    - id: excuser
      action: utter_panne
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.flows.builtin import BUILTIN_ACTIONS
from engine.flows.records import Flow
from engine.flows.run import LISTEN, Act, Go, Move, Run, Wait
from engine.flows.shapes import Key, Record, Text
from engine.flows.source import Position, YamlMap
from engine.flows.state import Frame
from engine.flows.steps.base import SHARED_KEYS, STEP_TYPES, Step
from engine.flows.templates import is_template


@STEP_TYPES.register("action")
@dataclass(frozen=True, kw_only=True)
class Action(Step):
    """Runs an action of the engine, a response ``utter_*`` or a custom action."""

    KIND: ClassVar[str] = "action"
    RECORD: ClassVar[Record] = Record(
        "action step",
        (
            Key(
                "action",
                Text("the name of an action or a response", refers_to="action"),
                "custom action, or response utter_*, to run",
                required=True,
            ),
            Key(
                "on_failure",
                Text("the id of a step"),
                "step to go to when the action fails; without it the person gets "
                "pattern_internal_error",
                extension=True,
            ),
            *SHARED_KEYS,
        ),
    )

    action: str
    on_failure: str = ""

    @classmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        return {"action": str(node["action"]), "on_failure": str(node.get("on_failure") or "")}

    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        if frame.phase == "heard":
            return Go(run.follow(flow, frame, self.next))
        name = run.render(self.action, frame)
        if name == LISTEN:
            return Wait()
        if name in BUILTIN_ACTIONS:
            return BUILTIN_ACTIONS[name](run, frame) or Go(run.follow(flow, frame, self.next))
        if is_template(self.action) and not run.flows.domain.can_run(name):
            # "{{context.utter}}" of a question that is asked by an action, and the like.
            return Go(run.follow(flow, frame, self.next))
        return Act(name)

    def runs(self) -> Iterable[tuple[str, Position]]:
        return () if is_template(self.action) else ((self.action, self.at_value("action")),)

    @property
    def waits(self) -> bool:
        return self.action == LISTEN
