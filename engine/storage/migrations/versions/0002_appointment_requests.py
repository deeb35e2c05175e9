"""Appointment requests.

Why: the first flow that promises something to a person needs a place where the office finds it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "appointment_requests",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("wished_day", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_requests"),
        sa.UniqueConstraint("key", name="uq_appointment_requests_key"),
    )
    op.create_index(
        "ix_appointment_requests_open",
        "appointment_requests",
        ["tenant", "status", "asked_at"],
        unique=False,
    )
