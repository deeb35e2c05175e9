"""Nothing runs an action of the domain, as far as can be seen.

::

    actions:
      - action_ancienne

Cure: remove it from the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.mentions import mentioned
from engine.flows.domain import RASA_ACTIONS
from engine.flows.project import Project

CODE = "domain.unused_action"
SEVERITY = Severity.NOTE
STRICT_SEVERITY = Severity.WARNING

_CALLED_BY_NAME = ("action_ask_", "validate_", "action_validate_")


@check(CODE, SEVERITY, strict=STRICT_SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the actions that no flow, rule or story mentions."""
    words = mentioned(project)
    for name, at in project.own_domain.actions.items():
        if name in words or name in RASA_ACTIONS or name.startswith(_CALLED_BY_NAME):
            continue
        yield problem(CODE, SEVERITY, at, f"nothing runs action {name!r}", "remove it")
