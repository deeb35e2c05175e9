"""A slot, or a button, names an intent that nobody knows.

::

    intents: [annuler]
    responses:
      utter_confirmer:
        - text: C'est bien cela ?
          buttons: [{title: Annuler, payload: /anuler}]

Cure: take the word that is proposed, or declare the intent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.errors import Problem, Severity, did_you_mean
from engine.flows.checks.base import check, problem
from engine.flows.checks.buttons import buttons_of, payload_of
from engine.flows.checks.known import (
    names_of,
)
from engine.flows.project import Project
from engine.flows.source import Position

CODE = "domain.unknown_intent"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the unknown intents of mappings and payloads, where the domain declares any."""
    names = names_of(project)
    if not project.own_domain.intents:
        return
    for slot in project.own_domain.slots.values():
        for mapping in slot.mappings:
            for intent in (*mapping.intents, *mapping.not_intents):
                if intent not in names.intents and intent != "None":
                    yield _unknown(intent, mapping.position, names.intents)
    for _, _, button in buttons_of(project):
        intent = payload_of(button.payload).intent
        if intent and intent not in names.intents and "{" not in intent:
            yield _unknown(intent, button.payload_position, names.intents)


def _unknown(intent: str, at: Position, known: Iterable[str]) -> Problem:
    return problem(
        CODE,
        SEVERITY,
        at,
        f"no intent is called {intent!r}",
        did_you_mean(intent, known) or "declare it under 'intents'",
    )
