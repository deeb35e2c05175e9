"""A flow or a step has a key that does not exist.

::

    - colect: jour          # collect
      rejection: []         # rejections

Cure: take the word that is proposed, or remove the key. Notes for readers go into comments,
notes for tools under ``metadata``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "flow.unknown_key"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
