"""Families, children, groups, codes and the audit of who saw what.

Why: parents are told about their own children, and about nobody else's.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the changes, the tables that others point to first."""
    _audit()
    _enrolment_requests()
    _families()
    _groups()
    _children()
    _parent_codes()
    _verified_contacts()
    _absences()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_tries", "audit", ["tenant", "actor", "action", "at"], unique=False)


def _enrolment_requests() -> None:
    op.create_table(
        "enrolment_requests",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("child_name", sa.Text(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("parent_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment_requests"),
        sa.UniqueConstraint("key", name="uq_enrolment_requests_key"),
    )
    op.create_index(
        "ix_enrolment_requests_open",
        "enrolment_requests",
        ["tenant", "status", "asked_at"],
        unique=False,
    )


def _families() -> None:
    op.create_table(
        "families",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_families"),
        sa.UniqueConstraint("tenant", "reference", name="uq_families_tenant_reference"),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("catechist", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("tenant", "name", "year", name="uq_groups_tenant_name_year"),
    )


def _children() -> None:
    op.create_table(
        "children",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("family", ROW, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("group", ROW, nullable=True),
        sa.ForeignKeyConstraint(["family"], ["families.id"], name="fk_children_family"),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name="fk_children_group"),
        sa.PrimaryKeyConstraint("id", name="pk_children"),
        sa.UniqueConstraint("tenant", "reference", name="uq_children_tenant_reference"),
    )
    op.create_index("ix_children_family", "children", ["family"], unique=False)


def _parent_codes() -> None:
    op.create_table(
        "parent_codes",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("family", ROW, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["family"], ["families.id"], name="fk_parent_codes_family"),
        sa.PrimaryKeyConstraint("id", name="pk_parent_codes"),
        sa.UniqueConstraint("tenant", "digest", name="uq_parent_codes_tenant_digest"),
    )
    op.create_index("ix_parent_codes_family", "parent_codes", ["family"], unique=False)


def _verified_contacts() -> None:
    op.create_table(
        "verified_contacts",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("family", ROW, nullable=False),
        sa.Column("verified_at", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.ForeignKeyConstraint(["family"], ["families.id"], name="fk_verified_contacts_family"),
        sa.PrimaryKeyConstraint("tenant", "contact", name="pk_verified_contacts"),
    )


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("child", ROW, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("announced_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("noted_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["child"], ["children.id"], name="fk_absences_child"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.UniqueConstraint("child", "day", name="uq_absences_child_day"),
    )
