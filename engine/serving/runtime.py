"""The running system: database, brain, delivery and connectors, put together.

::

    runtime = Runtime.build(settings, brain_of_model)
    await runtime.start()
    await runtime.accept(messages)
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from engine.delivery.clock import ShiftedClock
from engine.delivery.contracts import Brain, ConversationKey, EffectHandler, Origin, Provider
from engine.delivery.dispatcher import Observer
from engine.delivery.front_desk import FrontDesk
from engine.delivery.inbox import Accepted
from engine.errors import RegistryError
from engine.handoff.desk import Handoff
from engine.loaded_project import loaded_tenants
from engine.messages import Inbound, Reply, Status
from engine.serving.connections import Connection, House, connect_all
from engine.serving.housekeeping import Housekeeping
from engine.serving.project_state import ProjectState
from engine.serving.reloading import Reloadable, Reloading
from engine.serving.texts import HouseTexts
from engine.settings import Settings
from engine.storage.database import Database
from engine.tenants import Tenants

logger = logging.getLogger(__name__)


class Runtime:
    """What connectors and pages find as ``app.ctx.front_desk``."""

    def __init__(
        self,
        *,
        settings: Settings,
        tenants: Tenants,
        database: Database,
        brain: Brain,
        connections: Sequence[Connection],
        reloading: Reloading | None = None,
    ) -> None:
        self.settings = settings
        self.tenants = tenants
        self.connections = tuple(connections)
        self._database = database
        self._doors = _merged(connections, "doors", "account")
        providers: dict[str, Provider] = _merged(connections, "providers", "provider")
        self._desk = FrontDesk(
            database=database,
            brain=brain,
            providers=providers,
            clock=ShiftedClock(settings.clock_shift) if settings.clock_shift else None,
            texts=HouseTexts(tenants),
            effects=_effects(tenants),
        )
        self._housekeeping = Housekeeping(self._desk)
        self._reloading = reloading
        for connection in connections:
            for observer in connection.observers:
                self._desk.observe(observer)

    @classmethod
    def build(
        cls, settings: Settings, database: Database, brain: Callable[[Tenants], Brain]
    ) -> Runtime:
        """Put the system of ``settings.root`` together; ``database`` is migrated already.

        Raises ``ProjectError`` for faulty tenant files or connectors.
        """
        tenants = loaded_tenants(settings.root)
        house = House(settings=settings, tenants=tenants, database=database)
        connections = connect_all(house, settings.root / "credentials.yml")
        mind = brain(tenants)
        observers = [observe for made in connections for observe in made.project_observers]
        reloading = None
        if settings.live_reload and isinstance(mind, Reloadable):
            reloading = Reloading(settings.root, mind, observers=observers)
        return cls(
            settings=settings,
            tenants=tenants,
            database=database,
            brain=mind,
            connections=connections,
            reloading=reloading,
        )

    async def start(self) -> None:
        """Take over what a killed process left, and begin to work."""
        await self._desk.start()
        self._housekeeping.start()
        if self._reloading is not None:
            self._reloading.start()
        for connection in self.connections:
            for starter in connection.starters:
                starter(self)

    async def stop(self) -> None:
        """Finish the work in hand and close everything."""
        if self._reloading is not None:
            await self._reloading.stop()
        await self._housekeeping.stop()
        await self._desk.stop()
        for connection in self.connections:
            for close in connection.closers:
                result = close()
                if hasattr(result, "__await__"):
                    await result
        self._database.close()

    @property
    def project(self) -> ProjectState | None:
        """Return what became of the project's files; None when changes wait for the next start."""
        return None if self._reloading is None else self._reloading.state

    def door(self, account: str) -> Any:
        """Return the open door of ``account``; None for an unknown or closed one."""
        return self._doors.get(account)

    async def accept(self, messages: Sequence[Inbound]) -> tuple[Accepted, ...]:
        """Store messages for good; see :meth:`engine.delivery.front_desk.FrontDesk.accept`."""
        return await self._desk.accept(messages)

    async def post(
        self, key: ConversationKey, replies: Sequence[Reply], origin: str = Origin.AGENT
    ) -> tuple[str, ...]:
        """Send ``replies`` without a turn; as :meth:`engine.delivery.front_desk.FrontDesk.post`."""
        return await self._desk.post(key, replies, origin)

    def wake(self, key: ConversationKey) -> None:
        """Look at ``key`` now: something was stored for it beside the road."""
        self._desk.wake(key)

    async def report(self, statuses: Sequence[Status]) -> None:
        """Note what providers say about our messages."""
        await self._desk.report(statuses)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` after each committed turn; return its removal."""
        return self._desk.observe(observer)

    async def settled(self) -> None:
        """Wait until nothing is left to do; for tests and the terminal."""
        await self._desk.settled()

    def health(self) -> dict[str, Any]:
        """Tell that the process lives."""
        return self._desk.health()

    async def readiness(self) -> dict[str, Any]:
        """Tell whether messages can be taken and answered."""
        return await self._desk.readiness()


def _effects(tenants: Tenants) -> dict[str, EffectHandler]:
    """Return what turns may ask of the rooms of the house, by name."""
    return Handoff(tenants).effects


def _merged(connections: Sequence[Connection], field: str, kind: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for connection in connections:
        for name, value in getattr(connection, field).items():
            if name in result:
                raise RegistryError(f"{kind} {name!r} is brought by two connectors")
            result[name] = value
    return result
