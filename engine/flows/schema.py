"""JSON Schemas (draft 7) of flow and domain files, for editors: hover texts, completion, red lines.

>>> sorted(project_schemas(load_project(Path("."))))
['domain', 'flows']

They are made of the records that read the files. The schema of a project knows its names: a
misspelt slot is red before any command is run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.flows.builtin import BUILTIN_ACTIONS
from engine.flows.checks.known import HOST_ACTIONS, RASA_SLOTS, names_of
from engine.flows.domain import RASA_ACTIONS
from engine.flows.domain_shape import DOMAIN
from engine.flows.flow_shape import FLOW
from engine.flows.project import Project
from engine.flows.shapes import JsonSchema
from engine.flows.steps.base import STEPS

_DRAFT = "http://json-schema.org/draft-07/schema#"


def flow_schema(names: Mapping[str, Sequence[str]] | None = None) -> JsonSchema:
    """Return the schema of a file with flows; it may hold sections of a domain too."""
    known = names or {}
    domain = DOMAIN.schema(known)["properties"]
    return {
        "$schema": _DRAFT,
        "title": "Flows",
        "type": "object",
        "properties": {
            **domain,
            "flows": {
                "description": "flows by their id",
                "type": "object",
                "additionalProperties": FLOW.schema(known),
            },
            "nlu": {"description": "examples of intents", "type": "array"},
        },
        "required": ["flows"],
        "definitions": {STEPS.name: STEPS.resolve().schema(known)},
    }


def domain_schema(names: Mapping[str, Sequence[str]] | None = None) -> JsonSchema:
    """Return the schema of a domain file."""
    return {"$schema": _DRAFT, "title": "Domain", **DOMAIN.schema(names or {})}


def project_names(project: Project) -> dict[str, list[str]]:
    """Return what editors may complete in ``project``, by kind of name.

    ``action`` covers responses and the actions that need no declaration; ``flow`` covers patterns.
    Of a folder without a domain only the flows are known.
    """
    names: dict[str, list[str]] = {"flow": sorted(project.flows)}
    if not project.own_domain.declared:
        return names
    domain = project.domain
    actions = {*domain.actions, *domain.forms, *BUILTIN_ACTIONS, *RASA_ACTIONS, *HOST_ACTIONS}
    return {
        **names,
        "slot": sorted({*domain.slots, *RASA_SLOTS}),
        "intent": sorted(names_of(project).intents),
        "response": sorted(domain.responses),
        "action": sorted({*actions, *domain.responses}),
    }


def project_schemas(project: Project) -> dict[str, dict[str, Any]]:
    """Return the schemas that know the names of ``project``, by the kind of file."""
    names = project_names(project)
    return {"flows": flow_schema(names), "domain": domain_schema(names)}
