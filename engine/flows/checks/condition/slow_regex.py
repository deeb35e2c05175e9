"""A regular expression repeats a repetition: some texts would keep it busy for minutes.

::

    - if: slots.code matches "^(a+)+$"
      then: suite

Cure: remove one of the two repetitions.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.slow_regex"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
