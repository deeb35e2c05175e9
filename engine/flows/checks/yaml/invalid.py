"""A file is not YAML, so nothing in it can be read.

::

    responses:
      utter_bonjour:
        - text: Bonjour : bienvenue     # a colon and a space inside a text without quotes

Cure: put the text between quotes, or use the block form ``text: >-``. Indent with spaces,
never with tabs. The line of the problem is where reading became impossible: the cause may
stand just above.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, reported
from engine.flows.project import Project

CODE = "yaml.invalid"
SEVERITY = Severity.ERROR


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield what the reader found."""
    yield from reported(project, CODE)
