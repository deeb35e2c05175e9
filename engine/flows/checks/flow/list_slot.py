"""A step fills a slot of type list. Only an action can: a person, or a file, gives one value at a
time.

::

    # domain: enfants: {type: list}
    - collect: enfants

Cure: collect a slot of type text and let an action add it to the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project
from engine.flows.steps.collect import Collect
from engine.flows.values import SlotType

CODE = "flow.list_slot"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the list slots in collect and set_slots; emptying one is allowed."""
    for use in slot_uses(project):
        slot = project.domain.slots.get(use.slot)
        if slot is None or slot.type is not SlotType.LIST:
            continue
        if isinstance(use.step, Collect):
            verb, severity = "collected", SEVERITY
        elif use.value is None or isinstance(use.value, list):
            continue
        else:
            verb, severity = "set", Severity.WARNING
        yield problem(
            CODE,
            severity,
            use.position,
            f"slot {use.slot!r} is a list and cannot be {verb} by a step",
            "use a slot of type text, and an action that adds it to the list",
        )
