"""A flow of the project links to a pattern that the engine starts itself.

::

    - link: pattern_completed       # it comes of itself at the end

Cure: remove the link. Linking is meant for pattern_human_handoff, and harmless for pattern_search,
pattern_chitchat and pattern_customer_satisfaction.
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

CODE = "flow.pattern_linked"
SEVERITY = Severity.WARNING

_WELCOME = frozenset(
    {
        "pattern_human_handoff",
        "pattern_search",
        "pattern_chitchat",
        "pattern_customer_satisfaction",
    }
)


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the links of user flows to other patterns than those meant for it."""
    for item in outline(project):
        for step in item.flow.steps.values() if not item.flow.is_pattern else ():
            if not isinstance(step, Link) or not step.target.startswith(PATTERN_PREFIX):
                continue
            if step.target in pattern_names() and step.target not in _WELCOME:
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at_value("link"),
                    f"the pattern {step.target!r} is started by the engine, not by a link",
                    "remove the link",
                )
