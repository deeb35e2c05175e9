"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "engine.appointments.matching",
        "engine.appointments.people",
        "engine.appointments.purposes",
        "actions.scheduling.search",
        "actions.scheduling.shifting",
        "actions.scheduling.wording",
        "engine.appointments.calendar",
        "engine.appointments.reminders",
        "engine.appointments.wishes",
        "engine.tenants.sections.appointments",
    ],
)
def test_the_examples_of(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted and not result.failed
