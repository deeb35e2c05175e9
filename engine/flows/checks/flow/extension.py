"""A key is an extension of this engine: Rasa itself does not know it.

::

    - action: action_enregistrer
      on_failure: excuser

It is welcome here. Under ``--strict``, which asks for a project that Rasa can load too, it is
an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import kinds_of, outline
from engine.flows.project import Project
from engine.flows.steps.base import STEP_TYPES

CODE = "flow.extension"
SEVERITY = Severity.NOTE
STRICT_SEVERITY = Severity.ERROR


@check(CODE, SEVERITY, strict=STRICT_SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the keys that are ours alone."""
    for item in outline(project):
        for node in item.nodes:
            for kind in kinds_of(node)[:1]:
                for key in STEP_TYPES[kind].RECORD.keys:
                    if key.extension and key.name in node:
                        yield problem(
                            CODE,
                            SEVERITY,
                            node.position_of(key.name),
                            f"{key.name!r} is an extension that Rasa does not know",
                        )
