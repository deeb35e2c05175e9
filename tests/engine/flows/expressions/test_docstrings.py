"""The examples in the docstrings do what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from engine.flows import expressions

MODULES = [
    expressions.__name__,
    *(
        f"{expressions.__name__}.{found.name}"
        for found in pkgutil.iter_modules(expressions.__path__)
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples() -> None:
    assert doctest.testmod(expressions).attempted > 0
