"""A flow of the project links to a pattern that the engine starts itself.

::

    - link: pattern_completed       # it comes of itself at the end

Cure: remove the link. Linking is meant for pattern_human_handoff, and harmless for
pattern_search, pattern_chitchat and pattern_customer_satisfaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    pattern_names,
)
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import PATTERN_PREFIX
from engine.flows.steps.link import Link

CODE = "flow.pattern_linked"
SEVERITY = Severity.WARNING

_WELCOME = frozenset(
    {
        "pattern_human_handoff",
        "pattern_search",
        "pattern_chitchat",
        "pattern_customer_satisfaction",
    }
)


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the links of user flows to other patterns than those meant for it."""
    for item in outline(project):
        for step in item.flow.steps.values() if not item.flow.is_pattern else ():
            if not isinstance(step, Link) or not step.target.startswith(PATTERN_PREFIX):
                continue
            if step.target in pattern_names() and step.target not in _WELCOME:
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at_value("link"),
                    f"the pattern {step.target!r} is started by the engine, not by a link",
                    "remove the link",
                )
