"""A step lets a language model write the answer. It was dropped from the language in 2023 and
does nothing here.

::

    - generation_prompt: "Say something nice."
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project

CODE = "llm.generation_prompt"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the steps with a generation prompt."""
    for item in outline(project):
        for node in item.nodes:
            if "generation_prompt" in node:
                yield problem(
                    CODE,
                    SEVERITY,
                    node.position_of("generation_prompt"),
                    "a generation prompt needs a language model: the step does nothing here",
                )
