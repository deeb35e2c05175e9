"""A rejection looks at another slot than the one that is being filled.

::

    - collect: jour
      rejections:
        - if: slots.motif is "mariage"      # jour is being filled
          utter: utter_pas_de_mariage

Cure: reject by the slot that was just given; branch on other slots behind the question.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    conditions_of,
    references,
)
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.project import Project

CODE = "condition.foreign_slot"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the other slots that rejections read."""
    names = names_of(project)
    for placed in conditions_of(project):
        own = placed.slot
        if not own or placed.expression is None:
            continue
        for found in references(placed.expression):
            slot = found.name.split(".")[0]
            if found.namespace == "slots" and slot != own and slot in names.slots:
                yield problem(
                    CODE,
                    SEVERITY,
                    placed.at(found.offset),
                    f"a rejection of {own!r} looks at slot {slot!r}",
                    "branch on it behind the question",
                )
