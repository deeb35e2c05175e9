"""The examples in the docstrings of the catechism are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "actions.catechesis.session_days",
    "actions.catechesis.wording",
    "connectors.documents.visits",
    "engine.certificates.paper",
    "engine.certificates.records",
    "engine.certificates.signatures",
    "engine.families.codes",
    "engine.families.groups",
    "engine.families.spreadsheets",
    "engine.tenants.sections.catechism",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str) -> None:
    module = importlib.import_module(name)
    # Examples may use what the module itself does not need.
    names = {**vars(importlib.import_module("datetime")), **_records()}
    result = doctest.testmod(module, extraglobs={**names, **vars(module)})
    assert result.attempted and not result.failed


def _records() -> dict[str, object]:
    from engine.certificates.records import Content
    from engine.keyring import Keyring
    from engine.tenants.sections.catechism import Catechism

    return {"Catechism": Catechism, "Content": Content, "Keyring": Keyring}
