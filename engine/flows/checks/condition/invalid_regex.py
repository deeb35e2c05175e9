"""A regular expression is malformed and matches nothing.

::

    - if: slots.code matches "[0-9"
      then: suite

Cure: as the message says.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.invalid_regex"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
