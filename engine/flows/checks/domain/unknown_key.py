"""A domain has a key that does not exist.

::

    respones:                 # responses
      utter_bonjour:
        - txt: Bonjour        # text

Cure: take the word that is proposed, or remove the key. Extra values for a channel go under
``custom``, notes for tools under ``metadata``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "domain.unknown_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
