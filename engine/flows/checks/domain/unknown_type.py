"""A slot has a type that does not exist.

::

    slots:
      age: {type: number}           # float

Cure: one of text, bool, categorical, float, any, list; or the module path of a class of your
own.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.project import Project
from engine.flows.values import SlotType

CODE = "domain.unknown_type"
SEVERITY = Severity.ERROR

_MEANT = {
    "string": "text",
    "str": "text",
    "number": "float",
    "int": "float",
    "integer": "float",
    "boolean": "bool",
    "category": "categorical",
    "enum": "categorical",
    "dict": "any",
    "object": "any",
    "array": "list",
}


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the slots of an unknown type."""
    types = [kind.value for kind in SlotType]
    for slot in project.own_domain.slots.values():
        raw = slot.raw
        if raw is None or not isinstance(raw.get("type"), str):
            continue
        name = slot.type_name
        # A dotted name is a class of the project; "unfeaturized" is the "any" of before 3.0.
        if name in types or "." in name or name == "unfeaturized":
            continue
        meant = _MEANT.get(name.lower())
        yield problem(
            CODE,
            SEVERITY,
            raw.position_of_value("type"),
            f"slot {slot.name!r} has the unknown type {name!r}",
            f"did you mean {meant!r}?"
            if meant
            else did_you_mean(name, types) or f"known: {', '.join(types)}",
        )
