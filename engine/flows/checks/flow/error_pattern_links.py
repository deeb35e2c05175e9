"""pattern_internal_error links to a flow. It runs when something is broken and must end by itself.

::

    pattern_internal_error:
      steps:
        - action: utter_internal_error_rasa
        - link: laisser_un_message

Cure: remove the link; say in the response what the person can do.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.link import Link

CODE = "flow.error_pattern_links"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the links inside pattern_internal_error."""
    for item in outline(project):
        if item.flow.id != "pattern_internal_error":
            continue
        for step in item.flow.steps.values():
            if isinstance(step, Link) and step.target != "pattern_human_handoff":
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at("link"),
                    f"pattern_internal_error links to {step.target!r}",
                    "remove the link",
                )
