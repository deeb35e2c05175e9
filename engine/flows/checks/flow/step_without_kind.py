"""A step does not say what it does: it has none of action, collect, set_slots, noop, link, call.

::

    - id: saluer
      actoin: utter_bonjour         # action

Cure: take the word that is proposed. Files of 2023 may hold kinds that are gone: the message
then says what to write today.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import kinds_of, outline
from engine.flows.project import Project
from engine.flows.source import Position, YamlMap
from engine.flows.steps.base import STEP_TYPES

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
    if "next" in node:
        return node.position, "add 'noop: true' to a step that only branches"
    return node.position, f"add one of {', '.join(STEP_TYPES)}"
