"""Two files define a flow of the same id, so one of them would be lost.

::

    # flows/accueil.yml            # flows/ancien.yml
    flows:                         flows:
      saluer: ...                    saluer: ...

Cure: rename or remove one of them. Both places are reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.records import Flow

CODE = "flow.duplicate_flow"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield every definition of a flow that is defined elsewhere too."""
    places: dict[str, list[Flow]] = {}
    for flow in project.own_flows:
        places.setdefault(flow.id, []).append(flow)
    for flows in places.values():
        for flow in flows if len(flows) > 1 else ():
            other = next(found for found in flows if found is not flow).position
            yield problem(
                CODE,
                SEVERITY,
                flow.position,
                f"flow {flow.id!r} is defined in {other.path}, line {other.line}, too",
                "rename or remove one of them",
            )
