"""Appointments with their seats, instead of requests that the office answers.

Why: the calendar is known, so an hour can be promised at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the changes, the tables that others point to first."""
    _appointments()
    _seats()
    op.drop_table("appointment_requests")


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("booked_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.UniqueConstraint("key", name="uq_appointments_key"),
    )
    op.create_index(
        "ix_appointments_contact",
        "appointments",
        ["tenant", "contact", "status", "starts_at"],
        unique=False,
    )
    op.create_index(
        "ix_appointments_resource",
        "appointments",
        ["tenant", "resource", "status", "starts_at"],
        unique=False,
    )


def _seats() -> None:
    op.create_table(
        "seats",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("held_until", TIME, nullable=True),
        sa.Column("appointment", ROW, nullable=True),
        sa.ForeignKeyConstraint(["appointment"], ["appointments.id"], name="fk_seats_appointment"),
        sa.PrimaryKeyConstraint("tenant", "resource", "starts_at", "seat", name="pk_seats"),
    )
    op.create_index("ix_seats_appointment", "seats", ["appointment"], unique=False)
    op.create_index("ix_seats_contact", "seats", ["tenant", "contact"], unique=False)
