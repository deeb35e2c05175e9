"""A condition compares a categorical slot with a value that it can never have.

::

    # domain: motif: {type: categorical, values: [bapteme, mariage]}
    - if: slots.motif is "batpeme"
      then: baptiser

Cure: take the value that is proposed; capitals matter. Or declare it under ``values`` of the
slot.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    comparisons,
    conditions_of,
)
from engine.flows.project import Project
from engine.flows.values import SlotType

CODE = "condition.unknown_value"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the comparisons with undeclared values."""
    for placed in conditions_of(project):
        if placed.expression is None:
            continue
        for comparison in comparisons(placed.expression):
            slot = project.domain.slots.get(comparison.name)
            if comparison.namespace != "slots" or slot is None or not slot.values:
                continue
            if slot.type is not SlotType.CATEGORICAL:
                continue
            if comparison.operator not in ("=", "!=", "one of"):
                continue
            known = [str(value) for value in slot.values]
            folded = {value.lower() for value in known}
            for constant in comparison.constants:
                value = constant.value
                if not isinstance(value, str) or value in known:
                    continue
                mild = value.lower() in folded or value.lower() in ("none", "null", "")
                yield problem(
                    CODE,
                    Severity.WARNING if mild else SEVERITY,
                    placed.at(constant.offset),
                    f"{value!r} is no value of slot {slot.name!r}",
                    did_you_mean(value, known) or f"known: {', '.join(known)}",
                )
