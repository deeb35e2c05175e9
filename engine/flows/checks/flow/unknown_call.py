"""A call names a flow that does not exist.

::

    - call: identifier_famile       # identifier_famille

Cure: take the word that is proposed, or write the flow. A call of an agent (``exit_if``, or a
folder ``sub_agents``) or of an MCP tool (``mcp_server``) needs a language model and is told as
a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    agents_of,
    pattern_names,
)
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.call import Call

CODE = "flow.unknown_call"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls of nothing."""
    agents = agents_of(project)
    for item in outline(project):
        for step in item.flow.steps.values():
            if not isinstance(step, Call) or step.is_tool or step.target in project.flows:
                continue
            if step.target in agents or step.target in pattern_names():
                continue
            near = did_you_mean(step.target, project.flows)
            # An agent is configured beside the flows, maybe out of sight.
            mild = "agent" in step.target and not near
            yield problem(
                CODE,
                Severity.WARNING if mild else SEVERITY,
                step.at_value("call"),
                f"there is no flow {step.target!r} to call",
                near or "write this flow, or name another",
            )
