"""Certificates, their number series and their links.

Why: a paper that anybody can verify needs a record that outlives the conversation.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the changes, the tables that others point to first."""
    _certificate_series()
    _certificates()
    _certificate_links()


def _certificate_series() -> None:
    op.create_table(
        "certificate_series",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "year", name="pk_certificate_series"),
    )


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("child", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issued_to", sa.Text(), nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("template", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_certificates"),
        sa.UniqueConstraint("key", name="uq_certificates_key"),
    )
    op.create_index("ix_certificates_tenant", "certificates", ["tenant"], unique=False)


def _certificate_links() -> None:
    op.create_table(
        "certificate_links",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["certificates.number"], name="fk_certificate_links_number"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_certificate_links"),
    )
