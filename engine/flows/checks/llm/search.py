"""A flow hands over to the document search or the small talk of a licensed version. Here
pattern_search answers, or pattern_chitchat.

::

    pattern_search:
      steps:
        - action: action_trigger_search
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem, Severity
from engine.flows.checks.base import check, problem
from engine.flows.checks.uses import runs_of
from engine.flows.project import Project

CODE = "llm.search"
SEVERITY = Severity.NOTE

_ACTIONS = frozenset({"action_trigger_search", "action_trigger_chitchat"})


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the actions that trigger another engine."""
    for _, name, at in runs_of(project):
        if name in _ACTIONS:
            yield problem(CODE, SEVERITY, at, f"{name!r} hands over to the default pattern here")
