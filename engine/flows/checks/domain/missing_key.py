"""An entry of the domain lacks a key that it must have.

::

    slots:
      jour:
        mappings:
          - entity: jour              # no type

Cure: add the key that the message names.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "domain.missing_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
