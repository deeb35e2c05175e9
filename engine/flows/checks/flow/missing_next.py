"""The last step of a branch does not say where to go. Branches do not fall through to the step
below.

::

    - collect: majeur
      next:
        - if: slots.majeur
          then:
            - action: utter_bienvenue       # and then?
        - else: END
    - action: utter_suite

Cure: give the step ``next: END`` or the id of a step.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import kinds_of, outline
from engine.flows.project import Project
from engine.flows.source import YamlMap
from engine.flows.steps.base import STEP_TYPES

CODE = "flow.missing_next"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the last steps of branches without a next."""
    for item in outline(project):
        for listed in item.lists:
            last = listed.items[-1] if listed.items else None
            if listed.role != "branch" or not isinstance(last, YamlMap):
                continue
            if last.get("next") is not None or not _is_readable(last):
                continue
            yield problem(
                CODE,
                SEVERITY,
                last.position,
                f"the last step of a branch in flow {item.flow.id!r} has no 'next'",
                "add 'next: END' or the id of the step to go to",
            )


def _is_readable(node: YamlMap) -> bool:
    """Tell whether the step is complete but for its next; a misspelt key may be just that."""
    kinds = kinds_of(node)
    if len(kinds) != 1 or kinds[0] in ("link", "noop"):
        return False  # a link needs none; of a noop the reader tells
    record = STEP_TYPES[kinds[0]].RECORD
    return all(isinstance(key, str) and record.key(key) is not None for key in node)
