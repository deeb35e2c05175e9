"""A slot is filled from an entity that the domain does not have.

::

    entities: [jour]
    slots:
      jour: {type: text, mappings: [{type: from_entity, entity: jours}]}

Cure: take the word that is proposed, or list the entity under ``entities:``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "domain.unknown_entity"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown entities of slot mappings, where the domain declares any."""
    entities = project.own_domain.entities
    for slot in project.own_domain.slots.values() if entities else ():
        for mapping in slot.mappings:
            if mapping.type == "from_entity" and mapping.entity and mapping.entity not in entities:
                at = mapping.raw
                yield problem(
                    CODE,
                    SEVERITY,
                    at.position_of_value("entity") if isinstance(at, YamlMap) else mapping.position,
                    f"the domain has no entity {mapping.entity!r}",
                    did_you_mean(mapping.entity, entities) or "list it under 'entities'",
                )
