"""A flow has a name of the kind that is reserved for patterns, but no pattern is called so:
nothing will ever start it.

::

    pattern_cancel: ...             # pattern_cancel_flow

Cure: take the name that is proposed, or choose one without ``pattern_``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    pattern_names,
)
from engine.flows.project import Project

CODE = "flow.unknown_pattern"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the flows whose name only looks like that of a pattern."""
    known = pattern_names()
    linked = {
        target for flow in project.own_flows for s in flow.steps.values() for target in s.links()
    }
    for flow in project.own_flows:
        if flow.is_pattern and flow.id not in known and flow.id not in linked:
            yield problem(
                CODE,
                SEVERITY,
                flow.position,
                f"no pattern is called {flow.id!r}: nothing starts this flow",
                did_you_mean(flow.id, known) or "choose a name without 'pattern_'",
            )
