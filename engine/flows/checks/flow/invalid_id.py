"""The id of a flow has a character that Rasa does not allow.

::

    flows:
      prendre rendez-vous: ...        # spaces
      -aide: ...                      # begins with a hyphen

Cure: use letters without accents, digits, ``_`` and ``-``; begin with a letter, a digit or
``_``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Problem, Severity, shorten
from engine.flows.checks.base import check, problem
from engine.flows.project import Project

CODE = "flow.invalid_id"
SEVERITY = Severity.ERROR

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@check(CODE, SEVERITY)
def find(project: Project) -> Iterator[Problem]:
    """Yield the flows with an odd id."""
    for flow in project.own_flows:
        if not _ID.fullmatch(flow.id):
            yield problem(
                CODE,
                SEVERITY,
                flow.position,
                f"{shorten(flow.id)} cannot be the id of a flow",
                "use letters without accents, digits, '_' and '-'",
            )
