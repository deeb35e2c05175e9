"""A flow is called that contains a link. A link ends its flow and never comes back, a call wants
to.

::

    prendre_rendez_vous:
      steps:
        - call: identifier            # and identifier holds: - link: laisser_un_message

Cure: use ``call`` instead of ``link`` in the called flow, or link to it instead of calling it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import PATTERN_PREFIX
from engine.flows.steps.call import Call

CODE = "flow.call_contains_link"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the calls of flows that link, themselves or by a call of theirs."""
    for item in outline(project):
        for step in item.flow.steps.values():
            if not isinstance(step, Call) or step.is_tool or step.target not in project.flows:
                continue
            if step.target.startswith(PATTERN_PREFIX):
                continue  # a fault of its own: flow.pattern_called
            found = _link_below(project, step.target)
            if found is None:
                continue
            flow_id, target = found
            # Rasa refuses a link in the called flow itself; of what lies deeper nothing is written.
            mild = flow_id != step.target or target.startswith(PATTERN_PREFIX)
            yield problem(
                CODE,
                Severity.WARNING if mild else SEVERITY,
                step.at_value("call"),
                f"flow {step.target!r} is called, but {flow_id!r} links to {target!r} and "
                "does not come back",
                "write 'call' instead of 'link' there",
            )


def _link_below(project: Project, start: str) -> tuple[str, str] | None:
    todo, seen = [start], {start}
    while todo:
        flow = project.flows[todo.pop(0)]
        for step in flow.steps.values():
            for target in step.links():
                return flow.id, target
        for child in flow.called:
            if child in project.flows and child not in seen:
                seen.add(child)
                todo.append(child)
    return None
