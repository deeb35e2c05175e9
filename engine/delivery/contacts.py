"""Who a message comes from: one random id per person and tenant, whatever providers call them.

>>> from datetime import UTC
>>> from engine.storage.database import Database
>>> from engine.storage.migrations import migrate
>>> database = Database("sqlite://"); _ = migrate(database)
>>> phone, meta = Alias(kind="phone", value="221770000001"), Alias(kind="bsuid", value="SN.1")
>>> with database.transaction() as connection:
...     first = identify(connection, "paroisse", (phone,), now=datetime.now(UTC))
...     again = identify(connection, "paroisse", (meta, phone), now=datetime.now(UTC))
>>> first == again
True
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.messages import Alias
from engine.storage.database import insert
from engine.storage.tables import contact_aliases, contacts

_known = contact_aliases.c
_FIND = sa.select(_known.kind, _known.value, _known.contact).where(
    _known.tenant == bindparam("p_tenant"),
    sa.tuple_(_known.kind, _known.value).in_(bindparam("p_pairs", expanding=True)),
)
_ALIASES = sa.select(_known.kind, _known.value).where(
    _known.tenant == bindparam("p_tenant"), _known.contact == bindparam("p_contact")
)
_SEEN = (
    contacts.update()
    .where(contacts.c.id == bindparam("p_contact"))
    .values(last_seen_at=bindparam("p_now"))
)
_SEEN_NAMED = _SEEN.values(profile_name=bindparam("p_name"))


def identify(connection: Connection, tenant: str, aliases: Sequence[Alias], now: datetime) -> str:
    """Return the contact behind ``aliases``, made when new; unknown aliases are attached to it.

    When two aliases are known for two contacts, the first one wins and both stay as they are: to
    merge two histories is a decision for people.
    """
    known = _find(connection, tenant, aliases)
    contact = next((known[alias] for alias in aliases if alias in known), None)
    if contact is None:
        contact = secrets.token_hex(8)
        connection.execute(
            contacts.insert(),
            {
                "id": contact,
                "tenant": tenant,
                "profile_name": "",
                "created_at": now,
                "last_seen_at": now,
            },
        )
    missing = [alias for alias in dict.fromkeys(aliases) if alias not in known]
    if not missing:
        return contact
    connection.execute(
        insert(connection, contact_aliases).on_conflict_do_nothing(),
        [
            {
                "tenant": tenant,
                "kind": alias.kind,
                "value": alias.value,
                "contact": contact,
            }
            for alias in missing
        ],
    )
    if connection.dialect.name == "sqlite":
        return contact  # one writer at a time: nobody can have come before us
    return _settle_race(connection, tenant, aliases, contact)


def seen(connection: Connection, contact: str, profile_name: str, now: datetime) -> None:
    """Note that ``contact`` wrote at ``now``, under the name of their profile if there is one."""
    if profile_name:
        values = {"p_contact": contact, "p_now": now, "p_name": profile_name}
        connection.execute(_SEEN_NAMED, values)
    else:
        connection.execute(_SEEN, {"p_contact": contact, "p_now": now})


def aliases_of(
    connection: Connection, tenant: str, contact: str, first: Sequence[Sequence[str]]
) -> tuple[Alias, ...]:
    """Return every alias of ``contact``, those of ``first`` ([[kind, value], …]) before others."""
    rows = connection.execute(_ALIASES, {"p_tenant": tenant, "p_contact": contact})
    pairs = [
        *(tuple(pair) for pair in first),
        *sorted((row.kind, row.value) for row in rows),
    ]
    return tuple(Alias(kind=kind, value=value) for kind, value in dict.fromkeys(pairs))


def _find(connection: Connection, tenant: str, aliases: Sequence[Alias]) -> dict[Alias, str]:
    pairs = [(alias.kind, alias.value) for alias in aliases]
    rows = connection.execute(_FIND, {"p_tenant": tenant, "p_pairs": pairs})
    return {Alias(kind=row.kind, value=row.value): row.contact for row in rows}


def _settle_race(
    connection: Connection, tenant: str, aliases: Sequence[Alias], contact: str
) -> str:
    """Return the contact of whoever attached the aliases first, and drop ours if it lost."""
    known = _find(connection, tenant, aliases)
    winner = next((known[alias] for alias in aliases if alias in known), contact)
    if contact not in known.values():
        connection.execute(contacts.delete().where(contacts.c.id == contact))
    return winner
