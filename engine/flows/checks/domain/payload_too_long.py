"""The payload of a button is longer than the 256 characters that WhatsApp carries.

::

    buttons:
      - {title: Oui, payload: '/SetSlots(a=…, b=…, c=…)'}      # 300 characters

Cure: set fewer slots by the button, and the others by ``set_slots`` in the flow.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of
from engine.flows.project import Project

CODE = "domain.payload_too_long"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the payloads that are too long."""
    for response, _, button in buttons_of(project):
        if len(button.payload) > 256:
            yield problem(
                CODE,
                SEVERITY,
                button.payload_position,
                f"the payload of button {shorten(button.title)} of response {response.name!r} has "
                f"{len(button.payload)} characters, WhatsApp carries 256",
                "set fewer slots by the button",
            )
