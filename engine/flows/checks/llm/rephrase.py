"""A response is to be rephrased by a language model. Without one it is said as it is written.

::

    utter_bonjour:
      - text: Bonjour !
        metadata: {rephrase: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "llm.rephrase"
SEVERITY = Severity.NOTE


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the responses to be rephrased."""
    for response in project.own_domain.responses.values():
        for variation in response.variations:
            metadata = variation.raw.get("metadata")
            if isinstance(metadata, YamlMap) and metadata.get("rephrase") is True:
                yield problem(
                    CODE,
                    SEVERITY,
                    metadata.position_of("rephrase"),
                    f"response {response.name!r} is said as it is written, without rephrasing",
                )
