"""A condition cannot be read. In a conversation it would never hold.

::

    - if: slots.age => 18             # >=
      then: demander_piece

Cure: as the message proposes. The column points at the place inside the condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    conditions_of,
)
from engine.flows.project import Project

CODE = "condition.invalid"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the conditions that do not parse."""
    for placed in conditions_of(project):
        fault = placed.condition.fault
        if fault is not None:
            yield problem(CODE, SEVERITY, placed.at(fault.offset), fault.reason, fault.proposal)
