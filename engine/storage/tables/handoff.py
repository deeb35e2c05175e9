"""Hand-off: the tickets that people at the office work on, and their notes."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables.columns import RowNumber, UtcTime, metadata

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    # Same when a turn is run again, so that it is opened once.
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    # In the person's words; empty when they gave none.
    sa.Column("reason", sa.Text, nullable=False, server_default=sa.text("''")),
    # "urgent" | "high" | "normal"
    sa.Column("priority", sa.Text, nullable=False),
    # At most five lines for the person who takes it.
    sa.Column("summary", sa.Text, nullable=False),
    # {name: value} of what the conversation had collected, sensitive ones left out.
    sa.Column("slots", sa.JSON, nullable=False),
    # The last messages before it: [{"direction", "text", "at"}, …], oldest first.
    sa.Column("transcript", sa.JSON, nullable=False),
    # "waiting" | "taken" | "closed"
    sa.Column("status", sa.Text, nullable=False),
    # Name of the person at the office who took it; while it waits, of who is to take it.
    sa.Column("agent", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("opened_at", UtcTime, nullable=False),
    # When the office is to answer: now when it is open, else its next opening.
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("taken_at", UtcTime),
    sa.Column("closed_at", UtcTime),
    # "agent" | "person" (changed their mind) | "silence" (nobody acted for hours)
    sa.Column("closed_by", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Index("ix_tickets_open", "tenant", "status", "opened_at"),
    sa.Index("ix_tickets_contact", "tenant", "contact", "status"),
    # One open ticket per contact, whatever happens at the same moment.
    sa.Index(
        "uq_tickets_open",
        "tenant",
        "contact",
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    ),
)

ticket_notes = sa.Table(
    "ticket_notes",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("ticket", RowNumber, sa.ForeignKey("tickets.id"), nullable=False, index=True),
    # Name of who wrote it; "assistant" for what the house notes itself.
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)
