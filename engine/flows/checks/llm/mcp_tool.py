"""A step calls a tool of an MCP server. When a conversation comes here, the person gets
pattern_internal_error.

::

    - call: chercher
      mcp_server: catalogue

Cure: write a custom action that does the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.steps.call import Call

CODE = "llm.mcp_tool"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls of MCP tools."""
    for item in outline(project):
        for step in item.flow.steps.values():
            if isinstance(step, Call) and step.mcp_server:
                yield problem(
                    CODE,
                    SEVERITY,
                    step.at("call"),
                    f"the tool {step.target!r} of server {step.mcp_server!r} is not called here",
                    "write a custom action that does the same",
                )
