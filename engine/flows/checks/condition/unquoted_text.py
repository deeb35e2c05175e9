"""A text has no quotes and is taken for a name that is not there, equal to nothing.

::

    - if: slots.ville is Dakar
      then: dakar

Cure: put it between quotes: ``slots.ville is "Dakar"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.unquoted_text"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
