"""A branch has a condition but does not say where to go.

::

    next:
      - if: slots.majeur            # then?
      - else: END

Cure: add ``then:`` with the id of a step, END, or a list of steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import has_unknown_key, outline
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "flow.branch_without_target"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the branches without a target."""
    for item in outline(project):
        for listed in item.branch_lists:
            for branch in listed.items:
                if not isinstance(branch, YamlMap) or has_unknown_key(branch):
                    continue
                if branch.get("then") is not None or branch.get("else") is not None:
                    continue
                if not branch:
                    continue
                yield problem(
                    CODE,
                    SEVERITY,
                    branch.position,
                    f"a branch in flow {item.flow.id!r} does not say where to go",
                    "add 'then:' (behind 'else:' directly) with a step id, END or steps",
                )
