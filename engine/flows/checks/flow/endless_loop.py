"""Steps lead round for ever: none of them waits for an answer, and nothing in the circle can
change the condition that would end it. A conversation that comes here never stops by itself.

::

    - id: dire
      action: utter_patientez
      next:
        - if: slots.pret
          then: END
        - else: dire              # slots.pret does not change by saying it again

Cure: ask something in the circle (``collect``), run an action that changes the slot, or lead
out of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.cycles import endless
from engine.flows.project import Project

CODE = "flow.endless_loop"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield one problem for each circle, at its first step."""
    for circle in endless(project):
        first = circle[0]
        names = ", ".join(repr(step.id) for step in circle[:4])
        more = ", …" if len(circle) > 4 else ""
        verb = "leads back to itself" if len(circle) == 1 else "lead round for ever"
        noun = "step" if len(circle) == 1 else "steps"
        yield problem(
            CODE,
            SEVERITY,
            first.position,
            f"{noun} {names}{more} {verb} without waiting for an answer",
            "ask something in the circle, or lead out of it",
        )
