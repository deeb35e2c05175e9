"""A branch has a target but no condition.

::

    next:
      - then: demander_piece        # if?
      - else: END

Cure: add ``if:`` with a condition, or write ``else:`` instead of ``then:`` if it is the last
branch.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import has_unknown_key, outline
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "flow.branch_without_condition"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the branches that nothing decides."""
    for item in outline(project):
        for listed in item.branch_lists:
            for branch in listed.items:
                if not isinstance(branch, YamlMap) or has_unknown_key(branch):
                    continue
                if branch.get("if") is not None or "else" in branch:
                    continue
                if branch.get("then") is None and branch:
                    continue  # 'if:' with nothing at all: told as a branch without target
                yield problem(
                    CODE,
                    SEVERITY,
                    branch.position,
                    f"a branch in flow {item.flow.id!r} has no condition",
                    "add 'if:', or write 'else:' instead of 'then:' in the last branch",
                )
