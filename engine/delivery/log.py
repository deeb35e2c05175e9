"""The log of messages: one row per message, in or out, that people may read later.

    record_inbound(connection, key, message, at=now)

It serves transcripts and support; nothing on the road depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.messages import Inbound, Reply
from engine.storage.tables import messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One answer as the log keeps it."""

    reply: Reply
    # Our reference of its first part in the outbox; empty when it was rendered to nothing.
    ref: str


def record_inbound(
    connection: Connection, key: ConversationKey, message: Inbound, at: datetime
) -> None:
    """Log what a person sent."""
    connection.execute(
        messages.insert(),
        {
            "tenant": key.tenant,
            "contact": key.contact,
            "account": message.account,
            "provider": message.provider,
            "direction": "in",
            "kind": message.kind.value,
            "text": message.text,
            "source": "",
            "message_id": message.message_id,
            "at": at,
        },
    )


def record_replies(
    connection: Connection,
    key: ConversationKey,
    replies: Sequence[Spoken],
    *,
    account: str,
    provider: str,
    at: datetime,
) -> None:
    """Log what we answer, one row per reply, however many parts the provider makes of it."""
    if not replies:
        return
    connection.execute(
        messages.insert(),
        [
            {
                "tenant": key.tenant,
                "contact": key.contact,
                "account": account,
                "provider": provider,
                "direction": "out",
                "kind": "choices" if spoken.reply.choices else "text",
                "text": spoken.reply.text,
                "source": spoken.reply.source,
                "message_id": spoken.ref,
                "at": at,
            }
            for spoken in replies
        ],
    )
