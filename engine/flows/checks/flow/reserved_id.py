"""A step has an id that means something else: START, END, or a word that begins with ``NEXT:``.

::

    - id: END
      action: utter_au_revoir

Cure: choose another id.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import (
    is_reserved,
    outline,
)
from engine.flows.project import Project

CODE = "flow.reserved_id"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the steps with a reserved id."""
    for item in outline(project):
        for node in item.nodes:
            name = str(node.get("id"))
            if is_reserved(name):
                yield problem(
                    CODE,
                    SEVERITY,
                    node.position_of_value("id"),
                    f"{name!r} is reserved and cannot be the id of a step",
                    "choose another id",
                )
