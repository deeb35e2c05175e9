"""``block_digressions`` or ``ask_confirm_digressions`` names a flow that does not exist.

::

    - collect: jour
      block_digressions: [horaires_mese]      # horaires_messe

Cure: take the word that is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.outline import outline
from engine.flows.project import Project
from engine.flows.source import YamlList

CODE = "flow.unknown_digression"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown flows in rules about digressions."""
    for item in outline(project):
        for node in (item.body, *item.nodes):
            for key in ("block_digressions", "ask_confirm_digressions"):
                listed = node.get(key)
                if not isinstance(listed, YamlList):
                    continue
                for flow_id, at in zip(listed, listed.items_at, strict=True):
                    if isinstance(flow_id, str) and flow_id not in project.flows:
                        yield problem(
                            CODE,
                            SEVERITY,
                            at,
                            f"there is no flow {flow_id!r}",
                            did_you_mean(flow_id, project.flows),
                        )
