"""A step names a slot in a way that no slot can be called.

::

    - collect: prénom               # letters without accents only
    - set_slots:
        - 2e_choix: null            # begins with a digit

Cure: rename the slot, here and in the domain: letters without accents, digits, ``_`` and ``-``, with a
letter or ``_`` first. Signs such as ``( ) = ,`` would break the payload of buttons.
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

CODE = "flow.invalid_slot_name"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the slot names of collect and set_slots that are malformed."""
    for use in slot_uses(project):
        if not use.is_well_named and not is_template(use.slot):
            yield problem(
                CODE,
                SEVERITY,
                use.position,
                f"{shorten(use.slot)} cannot be the name of a slot",
                "use letters without accents, digits, '_' and '-'; begin with a letter",
            )
