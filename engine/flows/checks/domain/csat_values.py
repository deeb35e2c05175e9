"""The slot of the satisfaction question has other values than the two that Rasa counts.

::

    slots:
      csat_score: {type: categorical, values: [bien, mal]}

Cure: keep ``satisfied`` and ``unsatisfied``; only the titles of the buttons are for people.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project

CODE = "domain.csat_values"
SEVERITY = Severity.WARNING

_VALUES = frozenset({"satisfied", "unsatisfied"})


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield a csat_score with values of its own."""
    slot = project.own_domain.slots.get("csat_score")
    if slot is not None and slot.values and not _VALUES.issuperset(map(str, slot.values)):
        yield problem(
            CODE,
            SEVERITY,
            slot.raw.position_of("values") if slot.raw is not None else slot.position,
            "slot 'csat_score' has other values than 'satisfied' and 'unsatisfied'",
            "keep these two",
        )
