"""A variation of a response has neither a text nor something of its own for the channel. Rasa
does not load such a domain.

::

    responses:
      utter_image:
        - image: https://exemple.sn/plan.png        # and the words?

Cure: add ``text``, or ``custom``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.domain_shape import VARIATION
from engine.flows.project import Project

CODE = "domain.empty_variation"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the variations without text and without custom."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            raw = variation.raw
            if raw.get("text") is not None or raw.get("custom") is not None:
                continue
            # A key that the reader reports may be the text, misspelt.
            if all(VARIATION.key(str(key)) is not None for key in raw):
                yield problem(
                    CODE,
                    SEVERITY,
                    variation.position,
                    f"a variation of response {response.name!r} has neither 'text' nor 'custom'",
                    "add a text",
                )
