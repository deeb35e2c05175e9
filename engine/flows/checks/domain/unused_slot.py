"""Nothing fills or reads a slot, as far as can be seen.

::

    slots:
      ancien: {type: text}

Cure: remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    RASA_SLOTS,
)
from engine.flows.checks.mentions import mentioned
from engine.flows.project import Project

CODE = "domain.unused_slot"
SEVERITY = Severity.NOTE
STRICT_SEVERITY = Severity.WARNING


@check(CODE, SEVERITY, strict=STRICT_SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the slots that no file mentions."""
    words = mentioned(project)
    for slot in project.own_domain.slots.values():
        if slot.name in words or slot.name in RASA_SLOTS:
            continue
        yield problem(
            CODE, SEVERITY, slot.position, f"nothing uses slot {slot.name!r}", "remove it"
        )
