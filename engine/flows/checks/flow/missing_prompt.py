"""A question has no words: neither a response nor an action asks it.

::

    # the domain has no utter_ask_jour and no action action_ask_jour
    - collect: jour

Cure: write the response ``utter_ask_<slot>``, name another in ``utter:``, or list an action
``action_ask_<slot>``. A slot with an initial value needs no question.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project
from engine.flows.steps.collect import Collect

CODE = "flow.missing_prompt"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the collect steps that nothing asks."""
    names = names_of(project)
    if not names.has_domain:
        return
    for use in slot_uses(project):
        step = use.step
        if not isinstance(step, Collect) or step.utter or not names.has_slot(use.slot):
            continue
        if step.response in names.responses or names.can_run(step.asking_action):
            continue
        slot = names.slots.get(use.slot)
        if slot is not None and slot.initial_value is not None:
            continue
        stray = names.stray("response", step.response) or names.stray("action", step.asking_action)
        mild = bool(stray) or slot is None
        yield problem(
            CODE,
            Severity.WARNING if mild else SEVERITY,
            use.position,
            f"nothing asks for slot {use.slot!r}",
            f"the question is in {stray}, which is no part of the domain"
            if stray
            else f"write the response {step.response!r}",
        )
