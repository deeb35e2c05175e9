"""The examples in the docstrings of the room are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import engine.french

NAMES = [module.name for module in pkgutil.walk_packages(engine.french.__path__, "engine.french.")]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert not result.failed


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    modules = [importlib.import_module(name) for name in NAMES]
    assert sum(len(test.examples) for m in modules for test in finder.find(m)) > 50
