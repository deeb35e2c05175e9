"""A step says two things at once.

::

    - action: utter_bonjour
      collect: jour

Cure: make two steps of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import kinds_of, outline
from engine.flows.project import Project

CODE = "flow.step_with_two_kinds"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the steps with more than one kind."""
    for item in outline(project):
        for node in item.nodes:
            kinds = kinds_of(node)
            if len(kinds) > 1:
                yield problem(
                    CODE,
                    SEVERITY,
                    node.position_of(kinds[1]),
                    f"a step of flow {item.flow.id!r} is {' and '.join(map(repr, kinds))} at once",
                    "make two steps of it",
                )
