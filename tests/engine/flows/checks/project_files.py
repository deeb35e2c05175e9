"""Projects of a few files, written for one test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.errors import Problem
from engine.flows.checks import run_checks
from engine.flows.project import load_project


def write_project(root: Path, files: Mapping[str, str]) -> Path:
    """Write ``files``, path to content, below ``root`` and return it."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return root


def check_files(root: Path, files: Mapping[str, str], *, strict: bool = False) -> list[Problem]:
    """Return what the checks find in a project of ``files``."""
    return list(run_checks(load_project(write_project(root, files)), strict=strict))
