"""A list of branches has no ``else``: when no condition holds, nothing says where to go.

::

    next:
      - if: slots.age >= 18
        then: demander_piece

Cure: end the list with ``- else: END`` or ``- else: <id of a step>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import has_unknown_key, outline
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "flow.missing_else"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the branch lists without an else."""
    for item in outline(project):
        for listed in item.branch_lists:
            branches = [branch for branch in listed.items if isinstance(branch, YamlMap)]
            if len(branches) != len(listed.items) or any(map(has_unknown_key, branches)):
                continue  # the misspelt key may be the else
            if not any("else" in branch for branch in branches):
                yield problem(
                    CODE,
                    SEVERITY,
                    listed.position,
                    f"the branches of a step in flow {item.flow.id!r} have no 'else'",
                    "end the list with '- else: END' or the id of a step",
                )
