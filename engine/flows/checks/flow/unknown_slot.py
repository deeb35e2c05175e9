"""A step fills a slot that the domain does not have.

::

    - collect: jours                # the slot is called jour

Cure: take the word that is proposed, or declare the slot under ``slots:`` of the domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.checks.outline import outline
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project
from engine.flows.source import YamlList

CODE = "flow.unknown_slot"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the slots that steps and persisted_slots name and the domain lacks."""
    names = names_of(project)
    if not names.has_domain:
        return
    places = [(use.slot, use.position) for use in slot_uses(project) if use.is_well_named]
    for item in outline(project):
        listed = item.body.get("persisted_slots")
        if isinstance(listed, YamlList):
            places += [(str(slot), at) for slot, at in zip(listed, listed.items_at, strict=True)]
    for slot, at in places:
        if names.has_slot(slot):
            continue
        stray = names.stray("slot", slot)
        yield problem(
            CODE,
            Severity.WARNING if stray else SEVERITY,
            at,
            f"the domain has no slot {slot!r}",
            f"it is declared in {stray}, which is no part of the domain"
            if stray
            else did_you_mean(slot, names.slots) or "declare it under 'slots'",
        )
