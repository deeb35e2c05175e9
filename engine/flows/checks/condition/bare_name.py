"""A name lacks its namespace and is always undefined.

::

    - if: majeur is true
      then: demander_piece

Cure: write ``slots.majeur``; between quotes if it is a text.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.bare_name"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
