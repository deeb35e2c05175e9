"""The last step of a branch does not say where to go. Branches do not fall through to the step
below.

::

    - collect: majeur
      next:
        - if: slots.majeur
          then:
            - action: utter_bienvenue       # and then?
        - else: END
    - action: utter_suite

Cure: give the step ``next: END`` or the id of a step.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import (
    outline,
)
from engine.flows.project import Project

CODE = "flow.missing_next"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the last steps of branches without a next."""
    for item in outline(project):
        for node in item.open_ends:
            yield problem(
                CODE,
                SEVERITY,
                node.position,
                f"the last step of a branch in flow {item.flow.id!r} has no 'next'",
                "add 'next: END' or the id of the step to go to",
            )
