"""Those who answer, as people who write to the house themselves: can they be told on WhatsApp?

    found = reach(connection, "paroisse", "221770000001", source="handoff.notice:12", since=opened)
    if found.key and found.last_wrote_at …              # WhatsApp's 24 hours

A number of theirs is looked up among the aliases by its primary key, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.storage.tables import contact_aliases, conversations, messages

#: How long after somebody's last message WhatsApp takes plain messages to them.
WINDOW = timedelta(hours=24)

_alias, _conversation, _said = contact_aliases.c, conversations.c, messages.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How somebody who answers stands with the house."""

    key: ConversationKey
    last_wrote_at: datetime
    # They wrote STOP.
    opted_out: bool
    # What was asked for was said to them already.
    told: bool

    def is_open(self, now: datetime) -> bool:
        """Tell whether WhatsApp takes plain messages to them."""
        return now - self.last_wrote_at < WINDOW


def reach(
    connection: Connection, tenant: str, phone: str, *, source: str, since: datetime
) -> Reach | None:
    """Return how ``phone`` (E.164 without plus sign) stands; None for who never wrote.

    ``source`` names what they are to be told, and has not been told before ``since``.
    """
    told = sa.exists().where(
        _said.tenant == _conversation.tenant,
        _said.contact == _conversation.contact,
        _said.at >= since,
        _said.source == source,
    )
    row = connection.execute(
        sa.select(
            _conversation.contact,
            _conversation.last_inbound_at,
            _conversation.opted_out_at,
            told.label("told"),
        )
        .select_from(contact_aliases)
        .join(
            conversations,
            sa.and_(_conversation.tenant == _alias.tenant, _conversation.contact == _alias.contact),
        )
        .where(_alias.tenant == tenant, _alias.kind == "phone", _alias.value == phone)
    ).first()
    if row is None:
        return None
    return Reach(
        key=ConversationKey(tenant=tenant, contact=row.contact),
        last_wrote_at=row.last_inbound_at,
        opted_out=row.opted_out_at is not None,
        told=bool(row.told),
    )
