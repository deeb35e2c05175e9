"""A step, or the domain, uses the slot in which the engine keeps what is going on.

::

    - collect: flow_stack

Cure: choose another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    STACK_SLOT,
)
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project

CODE = "flow.reserved_slot"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the uses of the engine's own slot."""
    for use in slot_uses(project):
        if use.slot == STACK_SLOT:
            yield problem(
                CODE, SEVERITY, use.position, f"slot {STACK_SLOT!r} belongs to the engine"
            )
    declared = project.own_domain.slots.get(STACK_SLOT)
    if declared is not None:
        yield problem(
            CODE, SEVERITY, declared.position, f"slot {STACK_SLOT!r} belongs to the engine"
        )
