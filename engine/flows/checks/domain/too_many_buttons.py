"""A response offers more than ten choices, which is all that a list of WhatsApp holds.

::

    utter_ask_village:
      - text: D'où venez-vous ?
        buttons: [{title: Bambey, payload: /a}, ...]        # eleven of them

Cure: ask in two steps, or let people write.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project

CODE = "domain.too_many_buttons"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the responses with more than ten buttons."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            if len(variation.buttons) > 10:
                yield problem(
                    CODE,
                    SEVERITY,
                    variation.buttons[10].position,
                    f"response {response.name!r} has {len(variation.buttons)} buttons, a list of "
                    "WhatsApp holds 10",
                    "ask in two steps",
                )
