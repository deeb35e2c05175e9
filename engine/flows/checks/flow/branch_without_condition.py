"""A branch has a target but no condition.

::

    next:
      - then: demander_piece        # if?
      - else: END

Cure: add ``if:`` with a condition, or write ``else:`` instead of ``then:`` if it is the last branch.
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

CODE = "flow.branch_without_condition"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the branches that nothing decides."""
    for item in outline(project):
        for listed in item.branch_lists:
            for branch in listed.items:
                if not isinstance(branch, YamlMap) or has_unknown_key(branch):
                    continue
                if branch.get("if") is not None or "else" in branch:
                    continue
                if branch.get("then") is None and branch:
                    continue  # 'if:' with nothing at all: told as a branch without target
                yield problem(
                    CODE,
                    SEVERITY,
                    branch.position,
                    f"a branch in flow {item.flow.id!r} has no condition",
                    "add 'if:', or write 'else:' instead of 'then:' in the last branch",
                )
