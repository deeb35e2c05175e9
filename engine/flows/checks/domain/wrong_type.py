"""A value of the domain is of another kind than its key asks for.

::

    responses:
      utter_bonjour: Bonjour            # a list of variations is expected
    slots:
      jour: {type: text, mappings: from_text}

Cure: write the kind of value that the message names.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "domain.wrong_type"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
