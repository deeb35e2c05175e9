"""All checks of a project: what is wrong, where, and what to do.

>>> for problem in run_checks(load_project(Path("."))): ...     print(problem)

Each module of the sub-packages looks for one fault; its place is its code. Adding a check is
adding a module (and its case under ``tests/engine/flows/checks/cases``).
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.errors import Problem
from engine.flows.checks.base import CHECKS, Check
from engine.flows.checks.conditions import forget_files
from engine.flows.project import Project
from engine.registry import Registry

#: Kinds of files and of faults; each is a sub-package and the first part of its codes.
ROOMS = ("yaml", "flow", "condition", "domain", "llm")


@lru_cache(maxsize=1)
def all_checks() -> Registry[Check]:
    """Return the registry with every check in it."""
    for room in ROOMS:
        folder = Path(__file__).parent / room
        for found in pkgutil.iter_modules([str(folder)]):
            importlib.import_module(f"{__name__}.{room}.{found.name}")
    return CHECKS


def run_checks(project: Project, *, strict: bool = False) -> tuple[Problem, ...]:
    """Return every problem of ``project``, in the order in which they are printed.

    ``strict`` raises what is ours alone to an error, and what is not used to a warning.
    """
    forget_files()
    found: set[Problem] = set(project.report.problems)
    for check in all_checks().values():
        problems = check.find(project)
        if strict and check.strict is not None:
            problems = (replace(problem, severity=check.strict) for problem in problems)
        found.update(problems)
    return tuple(sorted(found, key=lambda problem: problem.sort_key))
