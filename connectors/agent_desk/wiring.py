"""Plugs the desk in: its pages at ``/desk``, and whoever is to be told of new tickets."""

from __future__ import annotations

from connectors.agent_desk.desk import Desk
from connectors.agent_desk.notifier import Notifier
from connectors.agent_desk.pages import pages
from connectors.agent_desk.ways import ways_of
from engine.serving.connections import Connection, House

PREFIX = "/desk"


def connect(house: House) -> Connection:
    """Return the desk, open in development or with its token."""
    settings = house.settings
    desk = Desk(
        tenants=house.tenants,
        database=house.database,
        now=settings.now,
        enabled=settings.profile.value == "development",
        token=settings.desk_token or None,
    )
    notice = (
        f"desk        {{base}}{PREFIX}"
        if settings.desk_is_open
        else "desk        off: DESK_TOKEN not set"
    )
    notifier = Notifier(
        tenants=house.tenants,
        database=house.database,
        ways=ways_of(house),
        now=settings.now,
        desk_url=f"{settings.base_url}{PREFIX}",
    )
    return Connection(
        observers=(notifier.note_turn,),
        blueprints=((pages(), PREFIX),),
        context={"agent_desk": desk},
        notices=(notice,),
        starters=(notifier.begin,),
        closers=(notifier.stop,),
    )
