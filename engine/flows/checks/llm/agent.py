"""A step calls an agent, which talks by means of a language model. When a conversation comes
here, the person gets pattern_internal_error.

::

    - call: agent_de_recherche
      exit_if: [slots.trouve]
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    agents_of,
)
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.call import Call

CODE = "llm.agent"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls of agents."""
    agents = agents_of(project)
    for item in outline(project):
        for step in item.flow.steps.values():
            if not isinstance(step, Call) or step.mcp_server or step.target in project.flows:
                continue
            if step.exit_if or step.target in agents:
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at("call"),
                    f"the call of agent {step.target!r} needs a language model",
                )
