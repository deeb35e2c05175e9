"""A slot is filled by a language model. Without one, it is filled by the answer to its question.

::

    slots:
      jour: {type: text, mappings: [{type: from_llm}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project

CODE = "llm.from_llm"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the mappings from_llm."""
    for slot in project.own_domain.slots.values():
        for mapping in slot.mappings:
            if mapping.type == "from_llm":
                yield problem(
                    CODE,
                    SEVERITY,
                    mapping.position,
                    f"slot {slot.name!r} is filled by a language model: here by the answer to its "
                    "question",
                )
