"""A step runs an action that the domain does not list.

::

    - action: action_enregister     # action_enregistrer

Cure: take the word that is proposed, or list the action under ``actions:`` of the domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    RASA_LICENSED_ACTIONS,
    names_of,
    nearest,
)
from engine.flows.checks.uses import runs_of
from engine.flows.project import Project
from engine.flows.templates import is_template

CODE = "flow.unknown_action"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the actions that steps name and the domain lacks."""
    names = names_of(project)
    if not names.has_domain:
        return
    for flow, name, at in runs_of(project):
        if name.startswith("utter_") or names.can_run(name) or is_template(name):
            continue
        if name.startswith("validate_") and name.removeprefix("validate_") in names.slots:
            continue
        stray = names.stray("action", name)
        if name in RASA_LICENSED_ACTIONS:
            severity, proposal = (
                Severity.WARNING,
                ("it belongs to Rasa's licensed versions: here it does nothing"),
            )
        elif stray:
            severity, proposal = (
                Severity.WARNING,
                (f"it is listed in {stray}, which is no part of the domain"),
            )
        else:
            severity = SEVERITY
            proposal = nearest(name, names.runnable()) or "list it under 'actions'"
        yield problem(
            CODE, severity, at, f"flow {flow.id!r} runs {name!r}, which the domain lacks", proposal
        )
