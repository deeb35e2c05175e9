"""Every table of the database, each with its tenant: one file to back up, one folder to read.

>>> sorted(metadata.tables)[:3]
['absences', 'appointments', 'audit']

One module per room of the house. Times go in and come out as aware UTC datetimes; a naive one is
refused before it reaches the database. The schema that people run is made by ``migrations/``; a
test holds the two together.
"""

from __future__ import annotations

from engine.storage.tables.appointments import appointments, seats
from engine.storage.tables.certificates import (
    certificate_links,
    certificate_series,
    certificates,
)
from engine.storage.tables.columns import RowNumber, UtcTime, metadata
from engine.storage.tables.families import (
    absences,
    audit,
    children,
    enrolment_requests,
    families,
    groups,
    parent_codes,
    verified_contacts,
)
from engine.storage.tables.handoff import ticket_notes, tickets
from engine.storage.tables.road import (
    contact_aliases,
    contacts,
    conversations,
    dialogues,
    effects,
    events,
    inbox,
    messages,
    outbox,
    timers,
)

__all__ = [
    "RowNumber",
    "UtcTime",
    "absences",
    "appointments",
    "audit",
    "certificate_links",
    "certificate_series",
    "certificates",
    "children",
    "contact_aliases",
    "contacts",
    "conversations",
    "dialogues",
    "effects",
    "enrolment_requests",
    "events",
    "families",
    "groups",
    "inbox",
    "messages",
    "metadata",
    "outbox",
    "parent_codes",
    "seats",
    "ticket_notes",
    "tickets",
    "timers",
    "verified_contacts",
]
