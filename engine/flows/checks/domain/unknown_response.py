"""The validation of a slot says a response that the domain does not have.

::

    slots:
      code:
        type: text
        validation:
          rejections:
            - if: not slots.code matches "^[0-9]{4}$"
              utter: utter_code_fau                       # utter_code_faux

Cure: take the word that is proposed, or write the response.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    names_of,
    nearest,
)
from engine.flows.project import Project
from engine.flows.source import YamlMap

CODE = "domain.unknown_response"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown responses of slot validations."""
    names = names_of(project)
    for slot in project.own_domain.slots.values():
        places = [(item.utter, item.utter_position) for item in slot.rejections]
        validation = slot.raw.get("validation") if slot.raw is not None else None
        if isinstance(validation, YamlMap):
            places.append((slot.refill_utter, validation.position_of_value("refill_utter")))
        for name, at in places:
            if name and not names.can_run(name):
                yield problem(
                    CODE,
                    SEVERITY,
                    at,
                    f"the validation of slot {slot.name!r} says {name!r}, which is not there",
                    nearest(name, names.responses) or "write it under 'responses'",
                )
