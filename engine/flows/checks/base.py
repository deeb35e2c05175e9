"""What a check is, and the registry of them all.

One fault is one module: ``checks/<room>/<fault>.py`` finds what is reported as
``<room>.<fault>``::

    CODE = "flow.unknown_target"
    SEVERITY = Severity.ERROR

    @check(CODE, SEVERITY)
    def find(project: Project) -> Iterator[Problem]:
        ...
        yield problem(CODE, SEVERITY, at, "step 'x' leads to 'y', which does not exist")

The docstring of the module explains the fault to a designer, with a bad example and the cure:
it is the text of docs/reference/errors.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.errors import Problem, Severity
from engine.flows.project import Project
from engine.flows.source import Position
from engine.registry import Registry

Find = Callable[[Project], Iterator[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One fault that is looked for."""

    # Stable dotted code, "<room>.<fault>": the place of its module.
    code: str
    # How much it matters as a rule; a check may find a milder case of its fault.
    severity: Severity
    # How much it matters under --strict; None: the same.
    strict: Severity | None
    find: Find
    # Explanation for a designer.
    doc: str


CHECKS: Registry[Check] = Registry("check")


def check(
    code: str, severity: Severity, *, strict: Severity | None = None
) -> Callable[[Find], Find]:
    """Return a decorator that registers the ``find`` of a module."""

    def keep(find: Find) -> Find:
        doc = sys.modules[find.__module__].__doc__ or ""
        CHECKS.add(code, Check(code=code, severity=severity, strict=strict, find=find, doc=doc))
        return find

    return keep


def problem(
    code: str, severity: Severity, at: Position, message: str, proposal: str = ""
) -> Problem:
    """Return the problem ``code`` at a place of a file."""
    return Problem(
        path=at.path,
        line=at.line,
        column=at.column,
        severity=severity,
        code=code,
        message=message,
        proposal=proposal,
    )


def reported(project: Project, code: str) -> Iterator[Problem]:
    """Yield what the reader already found under ``code``."""
    return (found for found in project.report.problems if found.code == code)
