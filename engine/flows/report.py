"""A list of problems that readers and checks add to.

>>> report = Report()
>>> report.error("flow.unknown_key", Position("a.yml", 3, 5), "unknown key 'colect'")
>>> report.problems[0].line
3
"""

from __future__ import annotations

from engine.errors import Problem, Severity
from engine.flows.source import Position


class Report:
    """Collects :class:`~engine.errors.Problem` records; never raises, never stops at the first."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems so far, in the order in which they are printed, repeats removed."""
        return tuple(sorted(set(self._problems), key=lambda problem: problem.sort_key))

    def add(self, problem: Problem) -> None:
        """Add a problem made elsewhere."""
        self._problems.append(problem)

    def error(self, code: str, at: Position, message: str, proposal: str = "") -> None:
        """Add an error."""
        self._add(Severity.ERROR, code, at, message, proposal)

    def warning(self, code: str, at: Position, message: str, proposal: str = "") -> None:
        """Add a warning."""
        self._add(Severity.WARNING, code, at, message, proposal)

    def note(self, code: str, at: Position, message: str, proposal: str = "") -> None:
        """Add a note."""
        self._add(Severity.NOTE, code, at, message, proposal)

    def _add(
        self, severity: Severity, code: str, at: Position, message: str, proposal: str
    ) -> None:
        self._problems.append(
            Problem(
                path=at.path,
                line=at.line,
                column=at.column,
                severity=severity,
                code=code,
                message=message,
                proposal=proposal,
            )
        )
