"""Nothing leads to a step, so it will never be done.

::

    - action: utter_merci
      next: END
    - action: utter_au_revoir     # the step above ends the flow

Cure: let a step above lead to it (remove its ``next``, or name this step in it), or remove the
step.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import FlowOutline, outline, targets_of
from engine.flows.project import Project
from engine.flows.steps.base import Step

CODE = "flow.unreachable_step"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the first step of every group that cannot be reached."""
    for item in outline(project):
        if not item.is_sure:
            continue
        for step in _entries(item):
            yield problem(
                CODE,
                SEVERITY,
                step.position,
                f"step {step.id!r} of flow {item.flow.id!r} can never be reached",
                "let another step lead to it, or remove it",
            )


def _entries(item: FlowOutline) -> Iterator[Step]:
    steps = item.flow.steps
    lost = [step for step in steps.values() if step.id not in item.reached]
    if not lost:
        return
    led_to = {target for step in lost for target in targets_of(step) if target != step.id}
    covered: set[str] = set()
    # What stands behind a link is told at the link.
    for step_id in item.behind_links.values():
        covered |= item.reachable_from(step_id)
    # First the entries of each lost group, then groups that only go round in themselves.
    for step in [*(s for s in lost if s.id not in led_to), *lost]:
        if step.id not in covered:
            covered |= item.reachable_from(step.id)
            yield step
