"""A flow or a step lacks a key that it must have.

::

    saluer:                     # no description
      steps:
        - noop: true            # no next

Cure: add the key. A flow needs ``description`` and ``steps``, a noop needs ``next``, a
rejection needs ``if`` and ``utter``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "flow.missing_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
