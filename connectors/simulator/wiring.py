"""Plugs the simulator in: its pages at ``/simulator``, its provider on the road of messages."""

from __future__ import annotations

from connectors.simulator.pages import pages
from connectors.simulator.provider import NAME
from connectors.simulator.simulator import Simulator
from engine.serving.connections import Connection, House

PREFIX = "/simulator"


def connect(house: House) -> Connection:
    """Return the simulator, open in development or with its token."""
    settings = house.settings
    simulator = Simulator(
        tenants={tenant.id: tenant.name for tenant in house.tenants},
        enabled=settings.profile.value == "development",
        token=settings.simulator_token or None,
    )
    notice = (
        f"simulator   {{base}}{PREFIX}"
        if settings.simulator_is_open
        else "simulator   off: SIMULATOR_TOKEN not set"
    )
    return Connection(
        providers={NAME: simulator.provider},
        observers=(simulator.note_turn,),
        blueprints=((pages(), PREFIX),),
        context={"simulator": simulator},
        notices=(notice,),
    )
