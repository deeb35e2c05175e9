"""A categorical slot has no values to choose from, so nothing can ever fill it.

::

    slots:
      motif: {type: categorical}

Cure: list them under ``values``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.values import SlotType

CODE = "domain.no_values"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the categorical slots without values."""
    for slot in project.own_domain.slots.values():
        if slot.type is SlotType.CATEGORICAL and not slot.values:
            yield problem(
                CODE,
                SEVERITY,
                slot.position,
                f"categorical slot {slot.name!r} has no values",
                "list them under 'values'",
            )
