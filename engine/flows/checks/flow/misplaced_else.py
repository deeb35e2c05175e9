"""An ``else`` is not the last branch, is there twice, or shares its item with an ``if``.

::

    next:
      - else: END                     # everything below is never looked at
      - if: slots.majeur
        then: demander_piece

Cure: keep one ``else``, as an item of its own, at the end of the list.
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

CODE = "flow.misplaced_else"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield every else that is not the last item alone."""
    for item in outline(project):
        for listed in item.branch_lists:
            last = len(listed.items) - 1
            for number, branch in enumerate(listed.items):
                if not isinstance(branch, YamlMap) or "else" not in branch:
                    continue
                at = branch.position_of("else")
                if "if" in branch or "then" in branch:
                    yield problem(
                        CODE,
                        SEVERITY,
                        at,
                        "'else' shares its item with an 'if' or a 'then'",
                        "write '- else:' as an item of its own, last in the list",
                    )
                elif number != last:
                    yield problem(
                        CODE,
                        SEVERITY,
                        at,
                        "'else' is not the last branch: what follows is never looked at",
                        "move it to the end of the list, and keep one only",
                    )
