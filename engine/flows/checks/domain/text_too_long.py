"""A text with buttons is longer than the 1,024 characters that WhatsApp allows there.

::

    utter_aide:
      - text: ...                   # a page of text
        buttons: [{title: Horaires, payload: /horaires}]

Cure: shorten the text, or say the long part in a response of its own before.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "domain.text_too_long"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the texts with buttons that are too long."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            if variation.buttons and len(variation.text) > 1024:
                raw = variation.raw
                yield problem(
                    CODE,
                    SEVERITY,
                    raw.position_of_value("text")
                    if isinstance(raw, YamlMap)
                    else variation.position,
                    f"the text of response {response.name!r} has {len(variation.text)} characters, "
                    "WhatsApp allows 1024 with buttons",
                    "say the long part in a response of its own before",
                )
