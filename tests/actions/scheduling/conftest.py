"""A house with a calendar, a clock that is moved by hand, and people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.house import House
from engine.tenants import Tenants
from tests.actions.parishes import parish
from tests.actions.scheduling.desk import Clock, Person, tenant

#: ``met("binta")`` is one more person.
Met = Callable[[str], Person]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    made = House(
        tenants=Tenants([tenant(), parish(id="ecole", sections=tenant().sections)]),
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        now=clock,
    )
    monkeypatch.setattr("actions.base.current_house", lambda: made)
    yield made
    made.database.close()


@pytest.fixture(scope="session")
def executor() -> ActionExecutor:
    made = ActionExecutor()
    made.register_package("actions")
    return made


@pytest.fixture
def met(house: House, executor: ActionExecutor) -> Met:
    return lambda contact: Person(house, executor, contact)


@pytest.fixture
def awa(met: Met) -> Person:
    return met("awa")
