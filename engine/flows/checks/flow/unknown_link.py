"""A link names a flow that does not exist.

::

    - link: laiser_un_message       # laisser_un_message

Cure: take the word that is proposed, or write the flow.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    pattern_names,
)
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import PATTERN_PREFIX
from engine.flows.steps.link import Link

CODE = "flow.unknown_link"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the links to nowhere."""
    for item in outline(project):
        for step in item.flow.steps.values():
            if not isinstance(step, Link) or step.target in project.flows:
                continue
            if step.target.startswith(PATTERN_PREFIX) and step.target in pattern_names():
                continue
            yield problem(
                CODE,
                SEVERITY,
                step.at_value("link"),
                f"there is no flow {step.target!r} to link to",
                did_you_mean(step.target, project.flows) or "write this flow, or name another",
            )
