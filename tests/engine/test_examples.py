"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "actions.answer",
    "engine.errors",
    "engine.mail",
    "engine.registry",
    "engine.settings",
    "engine.tenants.shape",
    "engine.tenants",
    "engine.tenants.timetable",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Examples read the project of the working directory, as the commands do.
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted and not result.failed
