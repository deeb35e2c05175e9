"""A set is compared with ``=``, which holds only for a list with the same members.

::

    - if: slots.ville = {"Dakar" "Thiès"}
      then: suite

Cure: write ``{"Dakar" "Thiès"} contains slots.ville``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.set_compared"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
