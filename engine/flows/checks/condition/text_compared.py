"""A slot of type text is compared with ``<`` or ``>``. Unless its text is a number, the condition
is false.

::

    # domain: age: {type: text}
    - if: slots.age < 18
      then: refuser

Cure: give the slot the type ``float``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    comparisons,
    conditions_of,
)
from engine.flows.project import Project

CODE = "condition.text_compared"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the text slots that are compared with a number."""
    for placed in conditions_of(project):
        if placed.expression is None:
            continue
        for comparison in comparisons(placed.expression):
            slot = project.domain.slots.get(comparison.name)
            if comparison.namespace != "slots" or slot is None:
                continue
            if slot.type_name != "text" or comparison.operator not in ("<", "<=", ">", ">="):
                continue
            if any(isinstance(value, int | float) for value in comparison.values):
                yield problem(
                    CODE,
                    SEVERITY,
                    placed.at(comparison.offset),
                    f"slot {slot.name!r} is a text and is compared with a number",
                    "give it the type float",
                )
