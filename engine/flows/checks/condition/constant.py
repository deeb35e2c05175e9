"""A condition, or a part of it, is always true or always false, whatever the slots hold.

::

    - if: slots.ville is "Dakar" or "Thiès"     # the second text alone is always true
      then: suite

Cure: repeat the comparison: ``slots.ville is "Dakar" or slots.ville is "Thiès"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.constant"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
