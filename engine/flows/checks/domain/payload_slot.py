"""A button fills a slot that the domain does not have.

::

    buttons:
      - {title: Mardi, payload: /SetSlots(jours=mardi)}       # jour

Cure: take the word that is proposed, or declare the slot.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of, payload_of
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.project import Project

CODE = "domain.payload_slot"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown slots of payloads."""
    names = names_of(project)
    for _, _, button in buttons_of(project):
        for slot, _ in payload_of(button.payload).slots:
            if names.has_slot(slot) or "{" in slot:
                continue
            stray = names.stray("slot", slot)
            yield problem(
                CODE,
                Severity.WARNING if stray else SEVERITY,
                button.payload_position,
                f"button {shorten(button.title)} fills {slot!r}, which is no slot of the domain",
                f"it is declared in {stray}, which is no part of the domain"
                if stray
                else did_you_mean(slot, names.slots) or "declare it under 'slots'",
            )
