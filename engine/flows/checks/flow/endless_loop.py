"""Steps lead round for ever: none of them waits for an answer, and nothing in the circle can change the
condition that would end it. A conversation that comes here never stops by itself.

::

    - id: dire
      action: utter_patientez
      next:
        - if: slots.pret
          then: END
        - else: dire              # slots.pret does not change by saying it again

Cure: ask something in the circle (``collect``), run an action that changes the slot, or lead out of it.
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

CODE = "flow.endless_loop"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield one problem for each circle, at its first step."""
    for circle in endless(project):
        first = circle[0]
        names = ", ".join(repr(step.id) for step in circle[:4])
        more = ", …" if len(circle) > 4 else ""
        verb = "leads back to itself" if len(circle) == 1 else "lead round for ever"
        noun = "step" if len(circle) == 1 else "steps"
        yield problem(
            CODE,
            SEVERITY,
            first.position,
            f"{noun} {names}{more} {verb} without waiting for an answer",
            "ask something in the circle, or lead out of it",
        )
