"""A step leads to a step that does not exist in its flow.

::

    - action: utter_merci
      next: confirmr            # the step is called confirmer
    - action: utter_fin
      next: end                 # END is written in capitals

Cure: write the id of a step of the same flow, or END. To go to another flow, use ``link`` or
``call``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    is_end,
)
from engine.flows.checks.outline import outline
from engine.flows.project import Project

CODE = "flow.unknown_target"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the targets that are no step."""
    for item in outline(project):
        for target, at in item.unknown_targets:
            if is_end(target):
                proposal = "write END"
            elif target in project.flows:
                proposal = f"{target!r} is a flow: use a step 'link: {target}' or 'call: {target}'"
            else:
                proposal = did_you_mean(target, item.ids) or "add a step of this id, or use END"
            yield problem(
                CODE, SEVERITY, at, f"flow {item.flow.id!r} has no step {target!r}", proposal
            )
