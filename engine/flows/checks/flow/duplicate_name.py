"""Two flows have the same name; people could not choose between them.

::

    prendre_rendez_vous: {name: rendez-vous, ...}
    annuler_rendez_vous: {name: rendez-vous, ...}

Cure: give each its own name. Without ``name``, the id makes one.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import Flow

CODE = "flow.duplicate_name"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the flows whose name another one has already."""
    first: dict[str, Flow] = {}
    for item in outline(project):
        flow = item.flow
        if flow.is_pattern:
            continue
        known = first.setdefault(flow.name, flow)
        if known.id != flow.id:
            at = item.body.position_of_value("name") if "name" in item.body else flow.position
            yield problem(
                CODE,
                SEVERITY,
                at,
                f"flow {flow.id!r} has the name {flow.name!r}, as {known.id!r} in "
                f"{known.position.path}, line {known.position.line}",
                "give each flow its own name",
            )
