"""A button gives a slot a value that the slot cannot have; touching it would do nothing.

::

    # motif: {type: categorical, values: [bapteme, mariage]}
    buttons:
      - {title: Baptême, payload: /SetSlots(motif=batpeme)}

Cure: take the value that is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of, payload_of
from engine.flows.project import Project
from engine.flows.values import NOT_A_VALUE, SlotType, coerce

CODE = "domain.payload_value"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the values of payloads that do not fit their slot."""
    for _, _, button in buttons_of(project):
        for name, value in payload_of(button.payload).slots:
            slot = project.domain.slots.get(name)
            text = value.strip("\"'")
            if slot is None or "{" in value or text.lower() in ("null", "none", "undefined", ""):
                continue
            if slot.type is SlotType.CATEGORICAL and not slot.values:
                continue
            if coerce(slot.type, slot.values, text) is not NOT_A_VALUE:
                continue
            known = [str(item) for item in slot.values]
            yield problem(
                CODE,
                SEVERITY if known else Severity.WARNING,
                button.payload_position,
                f"button {shorten(button.title)} gives {name!r} the value {value!r}, which a slot "
                f"of type {slot.type.value} cannot have here",
                did_you_mean(text, known) or (f"known: {', '.join(known)}" if known else ""),
            )
