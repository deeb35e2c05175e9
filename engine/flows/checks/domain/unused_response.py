"""Nothing says a response: no flow, no rule, no action, as far as can be seen.

::

    responses:
      utter_ancien: [{text: Nous avons déménagé.}]

Cure: remove it, or say it somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    RASA_RESPONSES,
)
from engine.flows.checks.mentions import mentioned
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project, default_pattern_documents

CODE = "domain.unused_response"
SEVERITY = Severity.NOTE
STRICT_SEVERITY = Severity.WARNING


@check(CODE, SEVERITY, strict=STRICT_SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the responses that no file mentions."""
    words = mentioned(project)
    asked = {f"utter_ask_{use.slot}" for use in slot_uses(project)}
    for response in project.own_domain.responses.values():
        name = response.name
        if name.split("/", 1)[0] in words:
            continue  # of a retrieval intent, or mentioned as it is
        if name in asked or name in RASA_RESPONSES:
            continue
        if name.startswith("utter_ask_") or _is_default(name):
            continue  # forms ask by this name; a default text may be replaced
        yield problem(
            CODE, SEVERITY, response.position, f"nothing says response {name!r}", "remove it"
        )


def _is_default(name: str) -> bool:
    return any(
        name in (document.get("responses") or ()) for document in default_pattern_documents()
    )
