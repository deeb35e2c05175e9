"""A step does not say what it does: it has none of action, collect, set_slots, noop, link, call.

::

    - id: saluer
      actoin: utter_bonjour         # action

Cure: take the word that is proposed. Files of 2023 may hold kinds that are gone: the message then says
what to write today.
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

CODE = "flow.step_without_kind"
SEVERITY = Severity.ERROR

_GONE = {
    "user_message": "start the flow by 'nlu_trigger' instead, or remove the step",
    "intent": "start the flow by 'nlu_trigger: [{intent: ...}]', at the level of the flow",
    "collect_information": "write 'collect'",
    "question": "write 'collect', and name the response in 'utter'",
    "entry_prompt": "describe the flow in 'description', or remove the step",
    "set_slot": "write 'set_slots:' with a list of 'slot: value'",
    "utter": "write 'action: utter_...'",
    "if": "put the branches behind 'next:' of a step, 'noop: true' for example",
    "then": "put the branches behind 'next:' of a step, 'noop: true' for example",
    "else": "put the branches behind 'next:' of a step, 'noop: true' for example",
}


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the steps without a kind."""
    for item in outline(project):
        for node in item.nodes:
            # A generation prompt was a kind of its own; it is told as one for language models.
            if kinds_of(node) or "generation_prompt" in node:
                continue
            at, proposal = _guess(node)
            yield problem(
                CODE,
                SEVERITY,
                at,
                f"a step of flow {item.flow.id!r} does not say what it does",
                proposal,
            )


def _guess(node: YamlMap) -> tuple[Position, str]:
    for key in node:
        if str(key) in _GONE:
            return node.position_of(key), _GONE[str(key)]
        if key not in ("id", "next", "metadata", "description") and (
            proposal := did_you_mean(str(key), STEP_TYPES)
        ):
            return node.position_of(key), proposal
    return node.position, f"add one of {', '.join(STEP_TYPES)}"
