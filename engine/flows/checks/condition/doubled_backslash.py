"""A backslash is written twice in a regular expression, which then looks for a backslash.

::

    - if: slots.reponse matches "^aucun\\\\w*$"
      then: suite

In a condition nothing is escaped: the text between the quotes is the expression.

Cure: write it once, ``"^aucun\\w*$"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.doubled_backslash"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
