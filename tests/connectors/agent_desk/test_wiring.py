"""How the desk is plugged in: where it is, who may open it, what the start says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.agent_desk.desk import Desk
from connectors.agent_desk.wiring import PREFIX, connect
from engine.serving.connections import House, connector_packages
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants
from tests.engine.handoff.office import tenant

ROOT = Path(__file__).resolve().parents[3]
KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("environ", "exists", "open_to_all", "told"),
    [
        ({}, True, True, f"{{base}}{PREFIX}"),
        ({"DESK_TOKEN": "sesame"}, True, False, f"{{base}}{PREFIX}"),
        ({"ACCUEIL_PROFILE": "production"}, False, False, "off: DESK_TOKEN not set"),
        ({"ACCUEIL_PROFILE": "production", "DESK_TOKEN": "sesame"}, True, False, "{base}"),
    ],
)
def test_the_door_is_that_of_the_settings(
    tmp_path: Path, environ: dict[str, str], exists: bool, open_to_all: bool, told: str
) -> None:
    settings = Settings.load(tmp_path, {"SECRET_KEY": KEY, **environ})
    database = Database("sqlite://")
    made = connect(House(settings=settings, tenants=Tenants([tenant()]), database=database))
    database.close()
    desk = made.context["agent_desk"]
    assert isinstance(desk, Desk)
    assert desk.access.exists is exists
    assert desk.access.admits(cookie="", token="") is open_to_all
    assert [prefix for _, prefix in made.blueprints] == [PREFIX]
    # Whoever is to be told of tickets is told once the system works, and no more after it stops.
    assert len(made.observers) == len(made.starters) == len(made.closers) == 1
    [notice] = made.notices
    assert told in notice and "sesame" not in notice


def test_the_project_plugs_it_in() -> None:
    assert "connectors.agent_desk" in connector_packages(ROOT / "credentials.yml")
