"""set_slots gives a slot a value that the slot cannot have.

::

    # domain: motif: {type: categorical, values: [bapteme, mariage]}
    - set_slots:
        - motif: batpeme

Cure: take the value that is proposed, or declare it under ``values`` of the slot.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project
from engine.flows.templates import is_template
from engine.flows.values import NOT_A_VALUE, SlotType, coerce, fold

CODE = "flow.invalid_value"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the values outside of a categorical slot, and those of another type."""
    for use in slot_uses(project):
        slot = project.domain.slots.get(use.slot)
        value = use.value
        if slot is None or value is None or (isinstance(value, str) and is_template(value)):
            continue
        if slot.type is SlotType.CATEGORICAL:
            known = [str(item) for item in slot.values]
            if not known or fold(str(value)) in map(fold, known):
                continue
            severity = SEVERITY
            proposal = did_you_mean(str(value), known) or f"known: {', '.join(known)}"
        elif coerce(slot.type, slot.values, value) is NOT_A_VALUE:
            severity, proposal = Severity.WARNING, ""
        else:
            continue
        yield problem(
            CODE,
            severity,
            use.position,
            f"{shorten(value)} is no value of slot {use.slot!r}, of type {slot.type.value}",
            proposal,
        )
