"""The examples in the docstrings of this room are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ("analysis", "gates", "markdown", "ranking", "records", "shape", "vocabulary")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"engine.knowledge.{name}"))
    assert result.attempted and not result.failed
