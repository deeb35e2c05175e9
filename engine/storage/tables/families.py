"""Catechism: families with their codes, children, groups, absences, and who proved who they are."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables.columns import RowNumber, UtcTime, metadata

families = sa.Table(
    "families",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    # The parish's own reference: what an import recognises a family by. "F-0012"
    sa.Column("reference", sa.Text, nullable=False),
    # "Famille Diatta"
    sa.Column("name", sa.Text, nullable=False),
    # E.164 without plus sign; empty when unknown.
    sa.Column("phone", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.UniqueConstraint("tenant", "reference"),
)

parent_codes = sa.Table(
    "parent_codes",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("family", RowNumber, sa.ForeignKey("families.id"), nullable=False, index=True),
    # Keyed hash of the code; the code itself is nowhere.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("issued_at", UtcTime, nullable=False),
    sa.Column("revoked_at", UtcTime),
    sa.UniqueConstraint("tenant", "digest"),
)

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    # "Éveil à la foi", "CE2 – première année"
    sa.Column("name", sa.Text, nullable=False),
    # "2026-2027"
    sa.Column("year", sa.Text, nullable=False),
    # From 0 for Monday.
    sa.Column("weekday", sa.Integer, nullable=False),
    # "15:00"
    sa.Column("starts", sa.Text, nullable=False),
    sa.Column("ends", sa.Text, nullable=False),
    sa.Column("room", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("catechist", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.UniqueConstraint("tenant", "name", "year"),
)

children = sa.Table(
    "children",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("family", RowNumber, sa.ForeignKey("families.id"), nullable=False, index=True),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("first_name", sa.Text, nullable=False),
    sa.Column("last_name", sa.Text, nullable=False),
    # "2016-05-14"; empty when unknown.
    sa.Column("born_on", sa.Text, nullable=False, server_default=sa.text("''")),
    # Empty while the child is in no group.
    sa.Column("group", RowNumber, sa.ForeignKey("groups.id")),
    sa.UniqueConstraint("tenant", "reference"),
)

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("child", RowNumber, sa.ForeignKey("children.id"), nullable=False),
    # The day of the session: "2026-11-28".
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=sa.text("''")),
    # Contact who announced it; empty when the catechist noted it.
    sa.Column("announced_by", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("noted_at", UtcTime, nullable=False),
    sa.UniqueConstraint("child", "day"),
)

enrolment_requests = sa.Table(
    "enrolment_requests",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("child_name", sa.Text, nullable=False),
    # In years, as the parent said.
    sa.Column("age", sa.Integer, nullable=False),
    sa.Column("parent_name", sa.Text, nullable=False, server_default=sa.text("''")),
    # "open" | "accepted" | "declined"
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
    sa.Index("ix_enrolment_requests_open", "tenant", "status", "asked_at"),
)

# For how long a contact counts as the parent of a family.
verified_contacts = sa.Table(
    "verified_contacts",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("contact", sa.Text, primary_key=True),
    sa.Column("family", RowNumber, sa.ForeignKey("families.id"), nullable=False),
    sa.Column("verified_at", UtcTime, nullable=False),
    sa.Column("until", UtcTime, nullable=False),
)

# Who did what to protected data; rows are only ever added.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    sa.Column("tenant", sa.Text, nullable=False),
    # Id of the contact, or "staff".
    sa.Column("actor", sa.Text, nullable=False),
    # "code_tried" | "code_issued" | "code_revoked" | "certificate_issued" | …
    sa.Column("action", sa.Text, nullable=False),
    # "right" | "wrong" | "blocked" | "done"
    sa.Column("outcome", sa.Text, nullable=False),
    # What it was done to: "family:3", "certificate:PAROISSE-2026-000012"; never a code.
    sa.Column("subject", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("at", UtcTime, nullable=False),
    sa.Index("ix_audit_tries", "tenant", "actor", "action", "at"),
)
