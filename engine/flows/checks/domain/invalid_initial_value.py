"""A slot begins with a value that it cannot have.

::

    slots:
      motif: {type: categorical, values: [bapteme], initial_value: mariage}

Cure: declare the value, or begin with another.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.values import NOT_A_VALUE, SlotType, coerce

CODE = "domain.invalid_initial_value"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the initial values that do not fit their slot."""
    for slot in project.own_domain.slots.values():
        raw = slot.raw
        if raw is None or slot.initial_value is None or slot.type_name != slot.type.value:
            continue
        if slot.type is SlotType.CATEGORICAL and not slot.values:
            continue
        if coerce(slot.type, slot.values, slot.initial_value) is NOT_A_VALUE:
            yield problem(
                CODE,
                SEVERITY,
                raw.position_of_value("initial_value"),
                f"{shorten(slot.initial_value)} is no value of slot {slot.name!r}, of type "
                f"{slot.type.value}",
            )
