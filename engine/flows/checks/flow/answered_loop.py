"""Steps lead back to a question that is already answered. A filled slot is not asked again, so
the second round goes on without waiting, and so does every one after it.

::

    - id: demander
      collect: code
    - action: utter_code_faux
      next:
        - if: slots.code is "1234"
          then: END
        - else: demander            # code is filled: nothing is asked

Cure: write ``ask_before_filling: true`` at the question, or empty its slot by ``set_slots`` in
between.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.cycles import endless
from engine.flows.project import Project
from engine.flows.steps.collect import Collect

CODE = "flow.answered_loop"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield one problem for each circle of answered questions, at its first question."""
    sure = {step.id + "@" + step.flow for circle in endless(project) for step in circle}
    for circle in endless(project, answered=True):
        questions = [step for step in circle if isinstance(step, Collect)]
        if not questions or any(step.id + "@" + step.flow in sure for step in circle):
            continue
        yield problem(
            CODE,
            SEVERITY,
            questions[0].position,
            f"the flow comes back to the question for {questions[0].slot!r}, which is then "
            "answered already and is not asked again",
            "add 'ask_before_filling: true', or empty the slot by 'set_slots' in between",
        )
