"""A slot is kept in the old way and in the new way at once.

::

    prendre_rendez_vous:
      persisted_slots: [langue]
      steps:
        - collect: langue
          reset_after_flow_ends: false

Cure: remove ``reset_after_flow_ends``; ``persisted_slots`` does the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.collect import Collect

CODE = "flow.persisted_twice"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the questions with reset_after_flow_ends whose slot is persisted too."""
    for item in outline(project):
        for step in item.flow.steps.values():
            if not isinstance(step, Collect) or step.reset_after_flow_ends:
                continue
            if step.slot in item.flow.persisted_slots:
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at("reset_after_flow_ends"),
                    f"slot {step.slot!r} is in 'persisted_slots' already",
                    "remove 'reset_after_flow_ends'",
                )
