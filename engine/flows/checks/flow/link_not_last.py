"""Steps stand behind a link, which ends the flow: they are never done.

::

    - link: laisser_un_message
    - action: utter_merci           # never said

Cure: put the step before the link, or use ``call`` instead of ``link`` to come back.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project

CODE = "flow.link_not_last"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the links with lost steps behind them."""
    for item in outline(project):
        if not item.is_sure:
            continue
        for link_id in item.behind_links:
            step = item.flow.steps[link_id]
            target = next(iter(step.links()), "")
            yield problem(
                CODE,
                SEVERITY,
                step.position,
                f"the link to {target!r} ends flow {item.flow.id!r}: the step behind it is lost",
                f"put the step before the link, or write 'call: {target}' to come back",
            )
