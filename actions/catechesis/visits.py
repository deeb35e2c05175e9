"""A parent's turn: what an action needs, and the family when its door is open.

visit = Visit(house=house, tenant=tenant, contact="c4f2", now=now, key="paroisse:c4f2/m1")
await visit.consult(show_group)        # an outcome that says "ferme" when nobody proved anything

Every consultation opens the family anew, in the transaction in which it is used: nothing that a
conversation remembers gives any right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from actions.answer import Answer, Outcome
from actions.house import House
from engine.families.access import Family, Verdict, close_access, is_blocked, open_family, try_code
from engine.families.children import Child, find_child
from engine.families.codes import digest_of
from engine.french.codes import is_try
from engine.keyring import PREFIX
from engine.tenants import Tenant
from engine.tenants.sections.catechism import Catechism

#: Values of slot ``acces_parent``.
OPEN, CLOSED, WRONG, BLOCKED, NO_CODE = "ouvert", "ferme", "faux", "bloque", "sans_code"
#: What a try comes to, as the flow is told.
_TOLD = {Verdict.RIGHT: OPEN, Verdict.WRONG: WRONG, Verdict.BLOCKED: BLOCKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One look at a family, inside one transaction."""

    connection: sa.Connection
    family: Family
    visit: Visit

    def child(self, wanted: str) -> Child:
        """Return the child that slot ``enfant`` names; it was found before.

        Raises ``LookupError`` when it is not there any more.
        """
        found = find_child(self.connection, self.family, wanted)
        if found is None:
            raise LookupError("the family has no such child")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One turn of one person."""

    house: House
    tenant: Tenant
    contact: str
    # On the clocks of the place.
    now: datetime
    # Same when the turn is run again, other for every other turn.
    key: str

    @property
    def rules(self) -> Catechism:
        """What the catechism of this tenant goes by."""
        return self.tenant.section(Catechism)

    async def consult(
        self,
        decide: Callable[[Consultation], Outcome],
        closed: Callable[[], Outcome] = Outcome,
    ) -> Outcome:
        """Return what ``decide`` makes of the family, or ``closed`` when its door is not open.

        Either way slot ``acces_parent`` says which.
        """
        return await self.house.database.run(self._inside, decide, closed)

    async def door(self) -> Outcome:
        """Tell whether the family is open, must be asked for, or may not be asked for now."""
        return await self.house.database.look(self._door)

    async def enter(self, given: str) -> Outcome:
        """Try the code in slot ``code_parent``, and empty the slot whatever comes of it.

        Words that give no code are no try.
        """
        if not given.startswith(PREFIX) and not is_try(given):
            return Outcome(slots={"code_parent": None, "acces_parent": NO_CODE})
        digest = digest_of(self.house.keyring, self.tenant.id, given)
        verdict = await self.house.database.run(
            try_code,
            tenant=self.tenant.id,
            contact=self.contact,
            digest=digest,
            rules=self.rules,
            now=self.now,
        )
        return Outcome(slots={"code_parent": None, "acces_parent": _TOLD[verdict]})

    async def leave(self) -> Outcome:
        """End what the code opened."""
        await self.house.database.run(close_access, self.tenant.id, self.contact, self.now)
        return Outcome(slots={"acces_parent": CLOSED})

    def _door(self, connection: sa.Connection) -> Outcome:
        if open_family(connection, self.tenant.id, self.contact, self.now) is not None:
            return Outcome(slots={"acces_parent": OPEN})
        blocked = is_blocked(connection, self.tenant.id, self.contact, self.rules, self.now)
        return Outcome(slots={"acces_parent": BLOCKED if blocked else CLOSED})

    def _inside(
        self,
        connection: sa.Connection,
        decide: Callable[[Consultation], Outcome],
        closed: Callable[[], Outcome],
    ) -> Outcome:
        family = open_family(connection, self.tenant.id, self.contact, self.now)
        if family is None:
            return _with_door(closed(), CLOSED)
        return _with_door(
            decide(Consultation(connection=connection, family=family, visit=self)), OPEN
        )


def saying(response: str, **values: str) -> Outcome:
    """Return the outcome that says one sentence."""
    return Outcome(answers=(Answer(response=response, values=values),))


def _with_door(outcome: Outcome, door: str) -> Outcome:
    return Outcome(
        answers=outcome.answers,
        slots={"acces_parent": door, **outcome.slots},
        effects=outcome.effects,
    )
