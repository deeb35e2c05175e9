"""A flow is to be started by an intent that nobody knows.

::

    nlu_trigger:
      - intent: prendre_rdv           # the intent is called prendre_rendez_vous

Cure: take the word that is proposed, or declare the intent in the domain and give examples
under ``data/nlu``. It is an error where the domain declares intents and training data exists,
a warning elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.project import Project

CODE = "flow.unknown_intent"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the triggers with an unknown intent."""
    names = names_of(project)
    if not names.has_domain:
        return
    sure = bool(project.own_domain.intents) and bool(project.trained_intents)
    for flow in project.own_flows:
        for trigger in flow.triggers:
            if trigger.intent not in names.intents:
                yield problem(
                    CODE,
                    SEVERITY if sure else Severity.WARNING,
                    trigger.position,
                    f"no intent is called {trigger.intent!r}",
                    did_you_mean(trigger.intent, names.intents)
                    or "declare it in the domain and give examples of it",
                )
