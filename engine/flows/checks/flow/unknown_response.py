"""A step says a response that the domain does not have.

::

    - action: utter_merçi           # utter_merci

Cure: take the word that is proposed, or write the response under ``responses:`` of the domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    RASA_RESPONSES,
    names_of,
    nearest,
)
from engine.flows.checks.uses import runs_of
from engine.flows.project import Project
from engine.flows.templates import is_template

CODE = "flow.unknown_response"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the responses that steps and rejections name and the domain lacks."""
    names = names_of(project)
    if not names.has_domain:
        return
    for flow, name, at in runs_of(project):
        if not name.startswith("utter_") or names.can_run(name) or is_template(name):
            continue
        stray = names.stray("response", name)
        if name in RASA_RESPONSES:
            severity, proposal = (
                Severity.WARNING,
                ("Rasa's licensed versions bring this response; write it under 'responses'"),
            )
        elif stray:
            severity, proposal = (
                Severity.WARNING,
                (f"it is written in {stray}, which is no part of the domain"),
            )
        else:
            severity = SEVERITY
            proposal = nearest(name, names.responses) or "write it under 'responses'"
        yield problem(
            CODE, severity, at, f"flow {flow.id!r} says {name!r}, which the domain lacks", proposal
        )
