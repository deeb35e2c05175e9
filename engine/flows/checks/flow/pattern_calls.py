"""A pattern calls another flow. A pattern repairs a conversation and must end by itself.

::

    pattern_cancel_flow:
      steps:
        - call: demander_pourquoi

Cure: write the steps of the other flow into the pattern, or link to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.call import Call

CODE = "flow.pattern_calls"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls inside patterns."""
    for item in outline(project):
        for step in item.flow.steps.values() if item.flow.is_pattern else ():
            if isinstance(step, Call):
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at("call"),
                    f"the pattern {item.flow.id!r} calls {step.target!r}",
                    "write those steps here, or link to the flow",
                )
