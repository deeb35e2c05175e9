"""An intent of the domain starts nothing and fills nothing, as far as can be seen.

::

    intents:
      - ancien

Cure: remove it, with its examples; or start a flow with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    RASA_INTENTS,
)
from engine.flows.checks.mentions import mentioned
from engine.flows.project import Project

CODE = "domain.unused_intent"
SEVERITY = Severity.NOTE
STRICT_SEVERITY = Severity.WARNING


@check(CODE, SEVERITY, strict=STRICT_SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the intents that neither flows nor slots nor buttons nor stories mention."""
    words = mentioned(project)
    for name, at in project.own_domain.intents.items():
        if name not in words and name not in RASA_INTENTS:
            yield problem(CODE, SEVERITY, at, f"nothing uses intent {name!r}", "remove it")
