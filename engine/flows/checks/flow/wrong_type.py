"""A value is of another kind than its key asks for, or a list is empty that must not be.

::

    saluer:
      description: Saluer.
      steps: utter_bonjour              # a list of steps is expected
      run_pattern_completed: non        # true or false is expected

Cure: write the kind of value that the message names.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "flow.wrong_type"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
