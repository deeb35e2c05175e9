"""The log of messages: one row per message, in or out, that people may read later.

    record_inbound(connection, key, message, at=now)

It serves transcripts and support; nothing on the road depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam

from engine.delivery.contracts import ConversationKey
from engine.messages import Inbound, Reply
from engine.storage.prepared import Prepared
from engine.storage.tables import messages

#: Kind of an answer that never left: a person had taken over, or nothing more was wanted.
WITHHELD = "withheld"

_logged = messages.c
_RECORD = Prepared(messages.insert())
_MASK = Prepared(
    messages.update()
    .where(
        _logged.tenant == bindparam("p_tenant"),
        _logged.account == bindparam("p_account"),
        _logged.message_id == bindparam("p_message"),
        _logged.direction == "in",
    )
    .values(text=bindparam("p_text"))
)
_WITHHOLD = Prepared(
    messages.update()
    .where(
        _logged.tenant == bindparam("p_tenant"),
        _logged.message_id == bindparam("p_ref"),
        _logged.direction == "out",
    )
    .values(kind=WITHHELD)
)


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
    _RECORD.run(
        connection,
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
    _RECORD.run_many(
        connection,
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


def mask_inbound(
    connection: Connection, key: ConversationKey, account: str, message_id: str, text: str
) -> None:
    """Show ``text`` in the place of what a person wrote: it held a secret."""
    values = {
        "p_tenant": key.tenant,
        "p_account": account,
        "p_message": message_id,
        "p_text": text,
    }
    _MASK.run(connection, values)


def note_withheld(connection: Connection, tenant: str, ref: str) -> None:
    """Note that the answer whose first part is ``ref`` never left."""
    _WITHHOLD.run(connection, {"p_tenant": tenant, "p_ref": ref})
