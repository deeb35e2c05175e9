"""Hand-off and opting out: who answers a contact, and the tickets of the office.

Why: a person can take a conversation over, and anybody can refuse automatic messages.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the changes, the tables that others point to first."""
    _tickets()
    _ticket_notes()
    _conversations()
    _outbox()


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("transcript", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name="fk_tickets_contact"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("key", name="uq_tickets_key"),
    )
    op.create_index("ix_tickets_contact", "tickets", ["tenant", "contact", "status"], unique=False)
    op.create_index("ix_tickets_open", "tickets", ["tenant", "status", "opened_at"], unique=False)
    op.create_index(
        "uq_tickets_open",
        "tickets",
        ["tenant", "contact"],
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )


def _ticket_notes() -> None:
    op.create_table(
        "ticket_notes",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("ticket", ROW, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ticket_notes_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_notes"),
    )
    op.create_index("ix_ticket_notes_ticket", "ticket_notes", ["ticket"], unique=False)


def _conversations() -> None:
    op.add_column(
        "conversations",
        sa.Column("handler", sa.Text(), server_default=sa.text("'bot'"), nullable=False),
    )
    op.add_column("conversations", sa.Column("opted_out_at", TIME, nullable=True))
    op.add_column("conversations", sa.Column("queue_told_at", TIME, nullable=True))


def _outbox() -> None:
    op.add_column(
        "outbox", sa.Column("origin", sa.Text(), server_default=sa.text("'bot'"), nullable=False)
    )
