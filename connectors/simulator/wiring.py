"""Plugs the simulator in: its pages at ``/simulator``, its provider on the road of messages."""

from __future__ import annotations

from connectors.simulator.pages import pages
from connectors.simulator.provider import NAME
from connectors.simulator.simulator import Simulator
from connectors.simulator.voices import voices_of
from engine.serving.connections import Connection, House

PREFIX = "/simulator"


def connect(house: House) -> Connection:
    """Return the simulator, open in development or with its token."""
    settings = house.settings
    development = settings.profile.value == "development"
    simulator = Simulator(
        tenants={tenant.id: tenant.name for tenant in house.tenants},
        enabled=development,
        token=settings.simulator_token or None,
        demo=development,
        desk=settings.desk_is_open,
        voices=voices_of(house.database),
    )
    notice = (
        f"simulator   {{base}}{PREFIX}"
        if settings.simulator_is_open
        else "simulator   off: SIMULATOR_TOKEN not set"
    )
    return Connection(
        providers={NAME: simulator.provider},
        observers=(simulator.note_turn,),
        project_observers=(simulator.note_project,),
        blueprints=((pages(), PREFIX),),
        context={"simulator": simulator},
        notices=(notice,),
    )
