"""Two steps of one flow have the same id, so ``next`` could mean either.

::

    - id: merci
      action: utter_merci
    - id: merci
      action: utter_au_revoir

Cure: rename one of them, and the ``next`` that lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.source import Position

CODE = "flow.duplicate_step_id"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield every step whose id another step has already."""
    for item in outline(project):
        first: dict[str, Position] = {}
        for node in item.nodes:
            if node.get("id") is None:
                continue
            name, at = str(node["id"]), node.position_of_value("id")
            if name in first:
                yield problem(
                    CODE,
                    SEVERITY,
                    at,
                    f"flow {item.flow.id!r} already has a step {name!r}, in line "
                    f"{first[name].line}",
                    "rename one of them",
                )
            first.setdefault(name, at)
