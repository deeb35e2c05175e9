"""The road of a message: contacts, conversations, inbox, outbox, log, tracker, timers, effects."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables.columns import RowNumber, UtcTime, metadata

contacts = sa.Table(
    "contacts",
    metadata,
    # Random and ours: what the rest of the house calls a person, never a phone number.
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False, index=True),
    sa.Column("profile_name", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("last_seen_at", UtcTime, nullable=False),
)

contact_aliases = sa.Table(
    "contact_aliases",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    # "phone" | "bsuid" | "simulator"
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False, index=True),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), primary_key=True),
    # Who runs a turn of it at this moment, and until when others must keep away.
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_until", UtcTime),
    # Grows by one with each lease: who comes back with an old number writes nothing.
    sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
    # True while a member of staff talks to the person: messages wait.
    sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
    # {"last": [[title, payload], …], "earlier": […]}; see engine.delivery.choices.
    sa.Column("offered", sa.JSON, nullable=False),
    # Where the person wrote last, so that is where we answer.
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    # [[kind, value], …], the first is the one to answer to.
    sa.Column("aliases", sa.JSON, nullable=False),
    sa.Column("last_inbound_at", UtcTime, nullable=False),
    # Who answers: "bot" | "waiting" (a person was asked for) | "human" (somebody took over).
    sa.Column("handler", sa.Text, nullable=False, server_default=sa.text("'bot'")),
    # Since when the person wants no automatic message; empty while they do.
    sa.Column("opted_out_at", UtcTime),
    # When they were last told that they are waiting for a person.
    sa.Column("queue_told_at", UtcTime),
)

inbox = sa.Table(
    "inbox",
    metadata,
    # Order of arrival.
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    # "pending" | "done" | "dead"
    sa.Column("status", sa.Text, nullable=False),
    # In the order of turns: 0 what waits behind nothing (STOP, START), 1 the rest as it came.
    sa.Column("rank", sa.Integer, nullable=False, server_default="1"),
    # Turns begun, the ones that killed the process included.
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_at", UtcTime, nullable=False),
    sa.Column("received_at", UtcTime, nullable=False),
    sa.Column("done_at", UtcTime),
    sa.Column("error", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.UniqueConstraint("tenant", "account", "message_id"),
    sa.Index("ix_inbox_head", "status", "tenant", "contact", "rank", "id"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    # Order of sending within a conversation.
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    # The message that this one answers; empty for what nobody asked for.
    sa.Column("inbox_id", RowNumber, sa.ForeignKey("inbox.id")),
    # Who wrote it: "bot" (an answer) | "reminder" | "notice" (about the service itself) | "agent".
    sa.Column("origin", sa.Text, nullable=False, server_default=sa.text("'bot'")),
    # Place among the answers to that message, from 0.
    sa.Column("ord", sa.Integer, nullable=False),
    # Our name for the message, echoed by providers that can.
    sa.Column("ref", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.JSON, nullable=False),
    # "pending" | "sending" | "sent" | "delivered" | "read" | "failed" | "unknown" | "dead" |
    # "withheld" (a person had taken over, or wanted nothing more, before it was sent)
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    # Attempts after which nobody could tell whether the provider took the message.
    sa.Column("doubts", sa.Integer, nullable=False, server_default="0"),
    # pending: not before; sending: given up as lost after; unknown: acted upon after.
    sa.Column("next_at", UtcTime, nullable=False),
    sa.Column("provider_id", sa.Text, nullable=False, server_default=sa.text("''"), index=True),
    sa.Column("error_code", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("error_detail", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("sent_at", UtcTime),
    sa.UniqueConstraint("inbox_id", "ord"),
    sa.Index("ix_outbox_head", "status", "tenant", "contact", "id"),
)

# The log that people read: one row per message, in or out.
messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    # "in" | "out"
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    # Of an answer: where it came from, "utter_demander_jour".
    sa.Column("source", sa.Text, nullable=False, server_default=sa.text("''")),
    # Of a message in: the provider's id. Of an answer: ``outbox.ref`` of its first part.
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Index("ix_messages_conversation", "tenant", "contact", "id"),
    sa.Index("ix_messages_message", "tenant", "message_id"),
)

# The tracker's events, in order, per sender id.
events = sa.Table(
    "events",
    metadata,
    sa.Column("sender", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    # Not indexed: this table is written most, and the sender begins with the tenant.
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)

# What a live conversation needs to be loaded without replaying its events.
dialogues = sa.Table(
    "dialogues",
    metadata,
    sa.Column("sender", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False, index=True),
    sa.Column("slots", sa.JSON, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    # The zone in which people said the hour: "Africa/Dakar".
    sa.Column("zone", sa.Text, nullable=False),
    # What is then said to the conversation: "/rappel_rendez_vous{…}".
    sa.Column("payload", sa.JSON, nullable=False),
    # What becomes of it when the house was closed at its hour: "send" | "skip"
    sa.Column("late_policy", sa.Text, nullable=False, server_default="send"),
    # "armed" | "fired" | "cancelled" | "skipped"
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("fired_at", UtcTime),
    sa.UniqueConstraint("tenant", "contact", "name"),
    sa.Index("ix_timers_due", "status", "due_at"),
)

# Writes to other systems, so that a turn run again does not book twice.
effects = sa.Table(
    "effects",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False, index=True),
    # "begun" | "done" | "failed"
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("result", sa.JSON, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("done_at", UtcTime),
)
