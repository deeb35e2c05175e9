"""Nothing leads to a step, so it will never be done.

::

    - action: utter_merci
      next: END
    - action: utter_au_revoir     # the step above ends the flow

Cure: let a step above lead to it (remove its ``next``, or name this step in it), or remove the step.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from engine.errors import Problem, Severity, did_you_mean, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import Choice, buttons_of, payload_of
from engine.flows.checks.conditions import PlacedCondition, comparisons, conditions_of, references, surprising
from engine.flows.checks.cycles import components, endless
from engine.flows.checks.known import STACK_SLOT, RASA_LICENSED_ACTIONS, RASA_INTENTS, RASA_RESPONSES, is_end, names_of, pattern_names
from engine.flows.checks.mentions import mentioned
from engine.flows.checks.outline import FlowOutline, kinds_of, outline, targets_of
from engine.flows.checks.uses import slot_uses, runs_of
from engine.flows.domain import Slot
from engine.flows.project import Project
from engine.flows.records import END, PATTERN_PREFIX, START, Flow
from engine.flows.source import Position, YamlList, YamlMap
from engine.flows.steps.action import Action
from engine.flows.steps.base import STEP_TYPES, Step
from engine.flows.steps.call import Call
from engine.flows.steps.collect import Collect
from engine.flows.steps.link import Link
from engine.flows.steps.set_slots import SetSlots
from engine.flows.templates import is_template, is_well_formed
from engine.flows.values import NOT_A_VALUE, SlotType, coerce, fold

CODE = "flow.unreachable_step"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the first step of every group that cannot be reached."""
    for item in outline(project):
        if not item.is_sure:
            continue
        for step in _entries(item):
            yield problem(
                CODE,
                SEVERITY,
                step.position,
                f"step {step.id!r} of flow {item.flow.id!r} can never be reached",
                "let another step lead to it, or remove it",
            )


def _entries(item: FlowOutline) -> Iterator[Step]:
    steps = item.flow.steps
    lost = [step for step in steps.values() if step.id not in item.reached]
    if not lost:
        return
    led_to = {target for step in lost for target in targets_of(step) if target != step.id}
    covered: set[str] = set()
    # What stands behind a link is told at the link.
    for step_id in item.behind_links.values():
        covered |= item.reachable_from(step_id)
    # First the entries of each lost group, then groups that only go round in themselves.
    for step in [*(s for s in lost if s.id not in led_to), *lost]:
        if step.id not in covered:
            covered |= item.reachable_from(step.id)
            yield step
