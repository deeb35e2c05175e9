"""An ``else`` is not the last branch, is there twice, or shares its item with an ``if``.

::

    next:
      - else: END                     # everything below is never looked at
      - if: slots.majeur
        then: demander_piece

Cure: keep one ``else``, as an item of its own, at the end of the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "flow.misplaced_else"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield every else that is not the last item alone."""
    for item in outline(project):
        for listed in item.branch_lists:
            last = len(listed.items) - 1
            for number, branch in enumerate(listed.items):
                if not isinstance(branch, YamlMap) or "else" not in branch:
                    continue
                at = branch.position_of("else")
                if "if" in branch or "then" in branch:
                    yield problem(
                        CODE,
                        SEVERITY,
                        at,
                        "'else' shares its item with an 'if' or a 'then'",
                        "write '- else:' as an item of its own, last in the list",
                    )
                elif number != last:
                    yield problem(
                        CODE,
                        SEVERITY,
                        at,
                        "'else' is not the last branch: what follows is never looked at",
                        "move it to the end of the list, and keep one only",
                    )
