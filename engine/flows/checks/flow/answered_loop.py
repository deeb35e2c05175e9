"""Steps lead back to a question that is already answered. A filled slot is not asked again, so the second
round goes on without waiting, and so does every one after it.

::

    - id: demander
      collect: code
    - action: utter_code_faux
      next:
        - if: slots.code is "1234"
          then: END
        - else: demander            # code is filled: nothing is asked

Cure: write ``ask_before_filling: true`` at the question, or empty its slot by ``set_slots`` in between.
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

CODE = "flow.answered_loop"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield one problem for each circle of answered questions, at its first question."""
    sure = {step.id + "@" + step.flow for circle in endless(project) for step in circle}
    for circle in endless(project, answered=True):
        questions = [step for step in circle if isinstance(step, Collect)]
        if not questions or any(step.id + "@" + step.flow in sure for step in circle):
            continue
        yield problem(
            CODE,
            SEVERITY,
            questions[0].position,
            f"the flow comes back to the question for {questions[0].slot!r}, which is then "
            "answered already and is not asked again",
            "add 'ask_before_filling: true', or empty the slot by 'set_slots' in between",
        )
