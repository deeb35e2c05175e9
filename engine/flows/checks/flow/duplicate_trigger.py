"""One intent starts two flows, so only one of them could ever start.

::

    saluer: {nlu_trigger: [{intent: bonjour}], ...}
    accueillir: {nlu_trigger: [{intent: bonjour}], ...}

Cure: keep the intent in one of them, or give each an intent of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.records import Flow

CODE = "flow.duplicate_trigger"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the triggers whose intent starts another flow already."""
    first: dict[str, Flow] = {}
    for flow in project.own_flows:
        for trigger in flow.triggers:
            known = first.setdefault(trigger.intent, flow)
            if known.id != flow.id:
                yield problem(
                    CODE,
                    SEVERITY,
                    trigger.position,
                    f"intent {trigger.intent!r} already starts flow {known.id!r} in "
                    f"{known.position.path}, line {known.position.line}",
                    "keep it in one of them",
                )
