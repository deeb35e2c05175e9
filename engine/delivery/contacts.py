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
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from engine.messages import Alias
from engine.storage.database import dialect_insert
from engine.storage.prepared import Prepared
from engine.storage.tables import contact_aliases, contacts

#: To the minute would be a write per message, for a date that people look at.
_PRECISION = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A contact as it is stored."""

    contact: str
    profile_name: str
    last_seen_at: datetime

    def is_news(self, profile_name: str, now: datetime) -> bool:
        """Tell whether it is worth noting that they wrote ``now``, under this name."""
        renamed = bool(profile_name) and profile_name != self.profile_name
        return renamed or now - self.last_seen_at >= _PRECISION


_known = contact_aliases.c
_FIND = Prepared(
    sa.select(_known.contact, contacts.c.profile_name, contacts.c.last_seen_at)
    .join(contacts, contacts.c.id == _known.contact)
    .where(
        _known.tenant == bindparam("p_tenant"),
        _known.kind == bindparam("p_kind"),
        _known.value == bindparam("p_value"),
    )
)
_ALIASES = Prepared(
    sa.select(_known.kind, _known.value).where(
        _known.tenant == bindparam("p_tenant"), _known.contact == bindparam("p_contact")
    )
)
_ADD = Prepared(contacts.insert())
_ATTACH = Prepared(
    lambda dialect: dialect_insert(dialect, contact_aliases).on_conflict_do_nothing()
)
_now_seen = (
    contacts.update()
    .where(contacts.c.id == bindparam("p_contact"))
    .values(last_seen_at=bindparam("p_now"))
)
_SEEN = Prepared(_now_seen)
_SEEN_NAMED = Prepared(_now_seen.values(profile_name=bindparam("p_name")))


def identify(connection: Connection, tenant: str, aliases: Sequence[Alias], now: datetime) -> str:
    """Return the id of the contact behind ``aliases``; see :func:`recognise`."""
    return recognise(connection, tenant, aliases, now).contact


def recognise(
    connection: Connection, tenant: str, aliases: Sequence[Alias], now: datetime
) -> Known:
    """Return the contact behind ``aliases``, made when new; unknown aliases are attached to it.

    When two aliases are known for two contacts, the first one wins and both stay as they are: to
    merge two histories is a decision for people.
    """
    known = _find(connection, tenant, aliases)
    contact = next((known[alias] for alias in aliases if alias in known), None)
    if contact is None:
        contact = Known(contact=secrets.token_hex(8), profile_name="", last_seen_at=now)
        _ADD.run(
            connection,
            {
                "id": contact.contact,
                "tenant": tenant,
                "profile_name": "",
                "created_at": now,
                "last_seen_at": now,
            },
        )
    missing = [alias for alias in dict.fromkeys(aliases) if alias not in known]
    if not missing:
        return contact
    _ATTACH.run_many(
        connection,
        [
            {
                "tenant": tenant,
                "kind": alias.kind,
                "value": alias.value,
                "contact": contact.contact,
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
        _SEEN_NAMED.run(connection, values)
    else:
        _SEEN.run(connection, {"p_contact": contact, "p_now": now})


def aliases_of(
    connection: Connection, tenant: str, contact: str, first: Sequence[Sequence[str]]
) -> tuple[Alias, ...]:
    """Return every alias of ``contact``, those of ``first`` ([[kind, value], …]) before others."""
    rows = _ALIASES.all(connection, {"p_tenant": tenant, "p_contact": contact})
    pairs = [
        *(tuple(pair) for pair in first),
        *sorted((row.kind, row.value) for row in rows),
    ]
    return tuple(Alias(kind=kind, value=value) for kind, value in dict.fromkeys(pairs))


def _find(connection: Connection, tenant: str, aliases: Sequence[Alias]) -> dict[Alias, Known]:
    found = {}
    # One or two, three at the most; each is a look at a primary key.
    for alias in dict.fromkeys(aliases):
        values = {"p_tenant": tenant, "p_kind": alias.kind, "p_value": alias.value}
        row = _FIND.first(connection, values)
        if row is not None:
            found[alias] = Known(
                contact=row.contact,
                profile_name=row.profile_name,
                last_seen_at=row.last_seen_at,
            )
    return found


def _settle_race(
    connection: Connection, tenant: str, aliases: Sequence[Alias], contact: Known
) -> Known:
    """Return the contact of whoever attached the aliases first, and drop ours if it lost."""
    known = _find(connection, tenant, aliases)
    winner = next((known[alias] for alias in aliases if alias in known), contact)
    if contact.contact not in [one.contact for one in known.values()]:
        connection.execute(contacts.delete().where(contacts.c.id == contact.contact))
    return winner
