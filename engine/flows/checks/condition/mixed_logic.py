"""``and`` and ``or`` stand side by side without parentheses. They have one rank and group from
the right, which few people expect.

::

    - if: slots.a and slots.b or slots.c       # reads slots.a and (slots.b or slots.c)
      then: suite

Cure: add parentheses.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check
from engine.flows.checks.conditions import (
    surprising,
)
from engine.flows.project import Project

CODE = "condition.mixed_logic"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield this surprise of all conditions."""
    yield from surprising(project, CODE, SEVERITY)
