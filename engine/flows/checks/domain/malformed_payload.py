"""The payload of a button cannot be understood; it would be taken for words of the person.

::

    buttons:
      - {title: Mardi, payload: SetSlots(jour=mardi)}       # /SetSlots(jour=mardi)
      - {title: Jeudi, payload: /SetSlots(jour)}            # no value

Cure: write ``/SetSlots(slot=value)`` or ``/intent``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of, payload_of
from engine.flows.project import Project

CODE = "domain.malformed_payload"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the payloads that nobody understands."""
    for response, _, button in buttons_of(project):
        fault = payload_of(button.payload).fault
        if fault:
            yield problem(
                CODE,
                SEVERITY,
                button.payload_position,
                f"the payload {shorten(button.payload)} of response {response.name!r} cannot be "
                f"read: {fault}",
                "write /SetSlots(slot=value) or /intent",
            )
