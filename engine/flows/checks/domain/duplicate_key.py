"""A key is written twice in one map of the domain, so one of the two would be lost without a word.

::

    responses:
      utter_bonjour: [{text: Bonjour}]
      utter_bonjour: [{text: Bonsoir}]

Cure: remove one, or make both variations of one response: one of them is then chosen at random.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "domain.duplicate_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
