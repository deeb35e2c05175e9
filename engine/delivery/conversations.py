"""The lease of a conversation: one turn at a time, whoever runs it.

Each lease has a number, the fence, that only grows. A process that was paused and wakes late holds
an old number; its writes are refused, however sure it is of itself::

    lease = take(connection, key, owner="a1b2", now=now, seconds=30)
    ...
    release(connection, lease)      # raises FenceLost when somebody else took over

All by compare-and-set: no lock is held between two statements, let alone between two transactions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.delivery.choices import Offered
from engine.delivery.contracts import ConversationKey
from engine.delivery.standing import COLUMNS, Standing, standing_in
from engine.errors import DeliveryError
from engine.messages import Alias
from engine.storage.prepared import Prepared
from engine.storage.tables import conversations

_table = conversations.c


class FenceLost(DeliveryError):
    """The lease was taken by somebody else: what this turn produced must not be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to run turns of one conversation for a while."""

    key: ConversationKey
    # Random name of the dispatcher that holds it.
    owner: str
    # Number of this lease; the next one has a higher number.
    fence: int
    # What the conversation was offered when the lease was taken.
    offered: Offered = field(default_factory=Offered)
    # Who answered it then, and whether the person wanted messages.
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person wrote last, so that is where they are answered."""

    account: str
    provider: str
    aliases: tuple[Alias, ...]


_is_key = sa.and_(_table.tenant == bindparam("p_tenant"), _table.contact == bindparam("p_contact"))
_holds = sa.and_(
    _is_key,
    _table.lease_owner == bindparam("p_owner"),
    _table.fence == bindparam("p_fence"),
)
_TAKE = Prepared(
    conversations.update()
    .where(
        _is_key,
        _table.paused.is_(False),
        # The same owner may take it again: it runs one turn at a time, and gets a new number.
        sa.or_(
            _table.lease_owner.is_(None),
            _table.lease_owner == bindparam("p_owner"),
            _table.lease_until <= bindparam("p_now"),
        ),
    )
    .values(
        lease_owner=bindparam("p_owner"),
        lease_until=bindparam("p_until"),
        fence=_table.fence + 1,
    )
    .returning(_table.fence, _table.offered, *COLUMNS)
)
_RENEW = Prepared(conversations.update().where(_holds).values(lease_until=bindparam("p_until")))
_given_back = conversations.update().where(_holds).values(lease_owner=None, lease_until=None)
_RELEASE = Prepared(_given_back)
_FINISH = Prepared(_given_back.values(offered=bindparam("p_offered")))


def address_of(connection: Connection, key: ConversationKey) -> Place | None:
    """Return where to answer ``key``; None when nobody ever wrote there."""
    row = connection.execute(
        sa.select(_table.account, _table.provider, _table.aliases).where(
            _table.tenant == key.tenant, _table.contact == key.contact
        )
    ).first()
    if row is None:
        return None
    aliases = tuple(Alias(kind=kind, value=value) for kind, value in row.aliases)
    return Place(account=row.account, provider=row.provider, aliases=aliases)


def take(
    connection: Connection,
    key: ConversationKey,
    *,
    owner: str,
    now: datetime,
    seconds: float,
) -> Lease | None:
    """Take the lease of ``key``, or return ``None`` when it is held, paused or unknown."""
    row = _TAKE.first(
        connection,
        {
            "p_tenant": key.tenant,
            "p_contact": key.contact,
            "p_owner": owner,
            "p_now": now,
            "p_until": now + timedelta(seconds=seconds),
        },
    )
    if row is None:
        return None
    return Lease(
        key=key,
        owner=owner,
        fence=row.fence,
        offered=Offered.from_json(row.offered),
        standing=standing_in(row),
    )


def renew(connection: Connection, lease: Lease, *, now: datetime, seconds: float) -> None:
    """Hold ``lease`` for ``seconds`` more; raises :class:`FenceLost` when it was taken."""
    _fenced(connection, _RENEW, lease, p_until=now + timedelta(seconds=seconds))


def release(connection: Connection, lease: Lease) -> None:
    """Give ``lease`` back; raises :class:`FenceLost` when it was taken."""
    _fenced(connection, _RELEASE, lease)


def finish(connection: Connection, lease: Lease, offered: Offered) -> None:
    """Give ``lease`` back and note what is offered now; raises :class:`FenceLost`.

    The first statement of a turn's transaction: what follows is covered by the fence.
    """
    _fenced(connection, _FINISH, lease, p_offered=offered.to_json())


def release_all(connection: Connection, *, owner: str = "") -> int:
    """Give back every lease of ``owner``, or of anybody when empty; return how many.

    Always safe, because the fence stays: a turn that still runs is refused and runs again.
    """
    held = _table.lease_owner.is_not(None) if not owner else _table.lease_owner == owner
    done = connection.execute(
        # The number grows here too, so that an owner is refused even before the next lease.
        conversations.update()
        .where(held)
        .values(lease_owner=None, lease_until=None, fence=_table.fence + 1)
    )
    return done.rowcount


def pause(connection: Connection, key: ConversationKey, *, paused: bool) -> None:
    """Stop or resume the turns of ``key``; messages are kept, answers still go out."""
    connection.execute(
        conversations.update()
        .where(_table.tenant == key.tenant, _table.contact == key.contact)
        .values(paused=paused)
    )


def _fenced(connection: Connection, statement: Prepared, lease: Lease, **values: Any) -> None:
    written = statement.run(
        connection,
        {
            "p_tenant": lease.key.tenant,
            "p_contact": lease.key.contact,
            "p_owner": lease.owner,
            "p_fence": lease.fence,
            **values,
        },
    )
    if written != 1:
        raise FenceLost(f"the lease {lease.fence} of a conversation was taken by somebody else")
