"""A slot is filled only while a certain flow is open, but no flow is called so.

::

    slots:
      jour:
        type: text
        mappings:
          - {type: from_entity, entity: jour, conditions: [{active_flow: rendezvous}]}

Cure: take the word that is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.source import YamlList, YamlMap

CODE = "domain.unknown_flow"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown flows in the conditions of slot mappings."""
    for slot in project.own_domain.slots.values() if project.own_flows else ():
        for mapping in slot.mappings:
            conditions = mapping.raw.get("conditions")
            for item in conditions if isinstance(conditions, YamlList) else ():
                flow_id = item.get("active_flow") if isinstance(item, YamlMap) else None
                if isinstance(flow_id, str) and flow_id not in project.flows:
                    yield problem(
                        CODE,
                        SEVERITY,
                        item.position_of_value("active_flow"),
                        f"there is no flow {flow_id!r}",
                        did_you_mean(flow_id, project.flows),
                    )
