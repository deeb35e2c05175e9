"""Appointments, and the seats that keep two people out of one slot."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables.columns import RowNumber, UtcTime, metadata

appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("id", RowNumber, primary_key=True, autoincrement=True),
    # Same when a turn is run again, so that it is booked once.
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("tenant", sa.Text, nullable=False),
    # No foreign key: plain Rasa commands talk without contacts.
    sa.Column("contact", sa.Text, nullable=False),
    # Who or what is met, by its id in the tenant's file: "pere_andre".
    sa.Column("resource", sa.Text, nullable=False),
    # Id of the purpose: "bapteme".
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("starts_at", UtcTime, nullable=False),
    sa.Column("ends_at", UtcTime, nullable=False),
    # The zone in which the hour was said: "Africa/Dakar".
    sa.Column("zone", sa.Text, nullable=False),
    # As it was said to the person: "mardi 24 novembre 2026 à 15 h".
    sa.Column("said", sa.Text, nullable=False),
    # The answer to the question of the purpose, in the person's words; empty when none was asked.
    sa.Column("note", sa.Text, nullable=False, server_default=sa.text("''")),
    # "booked" | "cancelled" | "missed"
    sa.Column("status", sa.Text, nullable=False),
    # Grows with each move: what was armed for an older one is void.
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
    # The person said that they will come.
    sa.Column("confirmed_at", UtcTime),
    sa.Column("booked_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
    sa.Index("ix_appointments_contact", "tenant", "contact", "status", "starts_at"),
    sa.Index("ix_appointments_resource", "tenant", "resource", "status", "starts_at"),
)

# One row per taken place in a slot; its primary key is the guard against double booking.
seats = sa.Table(
    "seats",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, primary_key=True),
    sa.Column("starts_at", UtcTime, primary_key=True),
    # From 0 to the capacity of the slot.
    sa.Column("seat", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("ends_at", UtcTime, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    # When a hold ends by itself; empty once it is booked.
    sa.Column("held_until", UtcTime),
    # The booking that sits here; empty while it is only held.
    sa.Column("appointment", RowNumber, sa.ForeignKey("appointments.id")),
    sa.Index("ix_seats_contact", "tenant", "contact"),
    sa.Index("ix_seats_appointment", "appointment"),
)
