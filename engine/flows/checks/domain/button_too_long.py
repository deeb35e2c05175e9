"""The title of a button is longer than WhatsApp shows: 20 characters with up to three buttons, 24
in a list of four to ten.

::

    buttons:
      - {title: Prendre un rendez-vous, payload: /prendre_rendez_vous}       # 22 characters

Cure: shorten it; what does not fit is cut off on the phone.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of
from engine.flows.project import Project
from engine.flows.templates import is_template

CODE = "domain.button_too_long"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the titles that do not fit."""
    for response, variation, button in buttons_of(project):
        limit = 20 if len(variation.buttons) <= 3 else 24
        if len(button.title) > limit and not is_template(button.title):
            yield problem(
                CODE,
                SEVERITY,
                button.position,
                f"the title {shorten(button.title)} of response {response.name!r} has "
                f"{len(button.title)} characters, WhatsApp shows {limit}",
                "shorten it",
            )
