"""A pattern is called. Patterns are started by the engine, at the right moment.

::

    - call: pattern_completed

Cure: remove the call; to hand over to a person, write ``link: pattern_human_handoff``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import PATTERN_PREFIX
from engine.flows.steps.call import Call

CODE = "flow.pattern_called"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls of patterns."""
    for item in outline(project):
        for step in item.flow.steps.values():
            if isinstance(step, Call) and step.target.startswith(PATTERN_PREFIX):
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at_value("call"),
                    f"the pattern {step.target!r} cannot be called",
                    "link to it if it is the hand-over to a person, else remove the step",
                )
