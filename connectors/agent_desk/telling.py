"""What a way of telling the office of a new ticket is given, and what it answers.

    class Pager:
        name = "pager"                      # its key in the tenant's section ``handoff``

        def missing(self, tenant): return ()
        async def tell(self, telling): return Answer(state=State.TOLD)

The ways are the modules of :mod:`connectors.agent_desk.ways`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from connectors.agent_desk.desk import FrontDesk
from engine.handoff.notices import Notice, State
from engine.tenants import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One attempt to tell one recipient of one ticket."""

    notice: Notice
    tenant: Tenant
    # Address, number, or NAME of a variable; never in the log.
    to: str = field(repr=False)
    # The same for every attempt, so that a repetition can be recognised.
    ident: str
    # The ticket at the desk.
    link: str
    at: datetime
    # The running system.
    front_desk: FrontDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of an attempt."""

    # WAITING: to be tried again. Any other is the end of it.
    state: State
    # A word for the log when nobody was told: never an address, a number or a secret.
    reason: str = ""


class Way(Protocol):
    """One way of telling."""

    @property
    def name(self) -> str:
        """The way of the recipients that it tells."""
        ...

    def missing(self, tenant: Tenant) -> Sequence[str]:
        """Return the names of the variables that must be set first, and are not."""
        ...

    async def tell(self, telling: Telling) -> Answer:
        """Try once; never raise for the other side's sake, and come back within seconds."""
        ...
