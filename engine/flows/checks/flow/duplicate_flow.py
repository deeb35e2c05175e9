"""Two files define a flow of the same id, so one of them would be lost.

::

    # flows/accueil.yml            # flows/ancien.yml
    flows:                         flows:
      saluer: ...                    saluer: ...

Cure: rename or remove one of them. Both places are reported.
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

CODE = "flow.duplicate_flow"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield every definition of a flow that is defined elsewhere too."""
    places: dict[str, list[Flow]] = {}
    for flow in project.own_flows:
        places.setdefault(flow.id, []).append(flow)
    for flows in places.values():
        for flow in flows if len(flows) > 1 else ():
            other = next(found for found in flows if found is not flow).position
            yield problem(
                CODE,
                SEVERITY,
                flow.position,
                f"flow {flow.id!r} is defined in {other.path}, line {other.line}, too",
                "rename or remove one of them",
            )
