"""Two flows have the same description, punctuation and capitals aside.

::

    saluer: {description: Saluer la personne., ...}
    accueillir: {description: saluer la personne, ...}

Cure: say of each what it alone does.
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

CODE = "flow.duplicate_description"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the flows whose description another one has already."""
    first: dict[str, Flow] = {}
    for item in outline(project):
        flow = item.flow
        words = " ".join(re.findall(r"\w+", flow.description.lower()))
        if flow.is_pattern or not words:
            continue
        known = first.setdefault(words, flow)
        if known.id != flow.id:
            yield problem(
                CODE,
                SEVERITY,
                item.body.position_of_value("description"),
                f"flow {flow.id!r} has the description of {known.id!r} in "
                f"{known.position.path}, line {known.position.line}",
                "say of each what it alone does",
            )
