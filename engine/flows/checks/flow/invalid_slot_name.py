"""A step names a slot in a way that no slot can be called.

::

    - collect: prénom               # letters without accents only
    - set_slots:
        - 2e_choix: null            # begins with a digit

Cure: rename the slot, here and in the domain: letters without accents, digits, ``_`` and
``-``, with a letter or ``_`` first. Signs such as ``( ) = ,`` would break the payload of
buttons.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.checks.uses import slot_uses
from engine.flows.project import Project
from engine.flows.templates import is_template

CODE = "flow.invalid_slot_name"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the slot names of collect and set_slots that are malformed."""
    for use in slot_uses(project):
        if not use.is_well_named and not is_template(use.slot):
            yield problem(
                CODE,
                SEVERITY,
                use.position,
                f"{shorten(use.slot)} cannot be the name of a slot",
                "use letters without accents, digits, '_' and '-'; begin with a letter",
            )
