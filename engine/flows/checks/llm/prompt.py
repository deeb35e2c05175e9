"""A flow is always shown to a language model. Without one this says nothing.

::

    saluer:
      always_include_in_prompt: true
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project

CODE = "llm.prompt"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield always_include_in_prompt."""
    for item in outline(project):
        if item.flow.always_include_in_prompt:
            yield problem(
                CODE,
                SEVERITY,
                item.body.position_of("always_include_in_prompt"),
                "'always_include_in_prompt' is for language models only",
            )
