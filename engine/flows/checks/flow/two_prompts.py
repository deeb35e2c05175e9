"""A question is asked twice: by a response and by an action. Which one is meant cannot be known.

::

    # the domain has both utter_ask_jour and the action action_ask_jour
    - collect: jour

Cure: keep one of them.
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

CODE = "flow.two_prompts"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the collect steps with a response and an action."""
    names = names_of(project)
    for use in slot_uses(project):
        step = use.step
        if not isinstance(step, Collect):
            continue
        if step.response in names.responses and step.asking_action in names.actions:
            yield problem(
                CODE,
                SEVERITY,
                use.position,
                f"slot {use.slot!r} is asked by {step.response!r} and by {step.asking_action!r}",
                "keep one of them",
            )
