"""A regular expression stands in slashes within quotes; the slashes are then looked for too.

::

    - if: slots.nom matches "/^a/i"
      then: suite

Cure: write ``/^a/i`` without quotes, or ``"(?i)^a"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.quoted_slashes"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
