"""Two flows have the same description, punctuation and capitals aside.

::

    saluer: {description: Saluer la personne., ...}
    accueillir: {description: saluer la personne, ...}

Cure: say of each what it alone does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.records import Flow

CODE = "flow.duplicate_description"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the flows whose description another one has already."""
    first: dict[str, Flow] = {}
    for item in outline(project):
        flow = item.flow
        words = " ".join(re.findall(r"\w+", flow.description.lower()))
        if flow.is_pattern or not words:
            continue
        known = first.setdefault(words, flow)
        if known.id != flow.id:
            yield problem(
                CODE,
                SEVERITY,
                item.body.position_of_value("description"),
                f"flow {flow.id!r} has the description of {known.id!r} in "
                f"{known.position.path}, line {known.position.line}",
                "say of each what it alone does",
            )
