"""A file of flows has a section at its outermost level that is not known and is not read.

::

    flow:                 # flows
      saluer: {}
    respones: {}          # responses

Cure: take the word that is proposed, or remove the section. A file of flows holds ``version``,
``flows`` and the sections of a domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "flow.unknown_section"
SEVERITY = Severity.WARNING


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
