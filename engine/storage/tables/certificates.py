"""Certificates with their number series, and the links by which they are fetched."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables.columns import UtcTime, metadata

# The last number given out, by year.
certificate_series = sa.Table(
    "certificate_series",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)

certificates = sa.Table(
    "certificates",
    metadata,
    # "PAROISSE-2026-000012"
    sa.Column("number", sa.Text, primary_key=True),
    # Same when a turn is run again, so that it is issued once.
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("tenant", sa.Text, nullable=False, index=True),
    sa.Column("child", sa.BigInteger, nullable=False),
    # "enrolment"
    sa.Column("kind", sa.Text, nullable=False),
    # Contact who asked for it.
    sa.Column("issued_to", sa.Text, nullable=False),
    sa.Column("issued_at", UtcTime, nullable=False),
    # What stands on it, so that the same bytes can be made again.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("template", sa.Integer, nullable=False),
    # Of the file, in hexadecimal.
    sa.Column("sha256", sa.Text, nullable=False),
    # What the QR code proves, base64url, with the id of its key in front: "k1.…".
    sa.Column("signature", sa.Text, nullable=False),
    # "valid" | "revoked"
    sa.Column("status", sa.Text, nullable=False),
)

certificate_links = sa.Table(
    "certificate_links",
    metadata,
    # SHA-256 of the token in the address, in hexadecimal; the token itself is nowhere.
    sa.Column("token_digest", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("number", sa.Text, sa.ForeignKey("certificates.number"), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False),
)
