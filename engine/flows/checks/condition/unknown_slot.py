"""A condition reads a slot that the domain does not have: it is undefined and the condition never
changes.

::

    - if: slots.majuer                # slots.majeur
      then: demander_piece

Cure: take the word that is proposed, or declare the slot under ``slots:`` of the domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.conditions import (
    conditions_of,
    references,
)
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.project import Project

CODE = "condition.unknown_slot"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown slots in conditions."""
    names = names_of(project)
    if not names.has_domain:
        return
    for placed in conditions_of(project):
        if placed.expression is None:
            continue
        for found in references(placed.expression):
            if found.namespace != "slots" or names.has_slot(found.name):
                continue
            slot = found.name.split(".")[0]
            if names.has_slot(slot):
                continue
            stray = names.stray("slot", slot)
            yield problem(
                CODE,
                Severity.WARNING if stray else SEVERITY,
                placed.at(found.offset),
                f"the domain has no slot {slot!r}",
                f"it is declared in {stray}, which is no part of the domain"
                if stray
                else did_you_mean(slot, names.slots) or "declare it under 'slots'",
            )
