"""A key is written twice in one map, so one of the two would be lost without a word.

::

    flows:
      saluer: {description: Saluer., steps: [{action: utter_bonjour}]}
      saluer: {description: Accueillir., steps: [{action: utter_bienvenue}]}

Cure: remove or rename one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "flow.duplicate_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
