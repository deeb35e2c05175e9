"""Who did what to protected data. Rows are only ever added; they never hold a code.

note(connection, tenant="paroisse", actor="c4f2", action="code_tried", outcome="wrong", now=now)
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from engine.storage.tables import audit

#: The actor of what the office does.
STAFF = "staff"
#: The actions that are noted.
CODE_TRIED, CODE_ISSUED, CODE_REVOKED = "code_tried", "code_issued", "code_revoked"
ACCESS_CLOSED, CHILD_SHOWN = "access_closed", "child_shown"
ABSENCE_ANNOUNCED, ABSENCE_WITHDRAWN = "absence_announced", "absence_withdrawn"
CERTIFICATE_ISSUED, CERTIFICATE_REVOKED = "certificate_issued", "certificate_revoked"
FAMILIES_IMPORTED, ENROLMENT_CLOSED = "families_imported", "enrolment_closed"
#: How it ended.
RIGHT, WRONG, BLOCKED, DONE = "right", "wrong", "blocked", "done"


def note(
    connection: sa.Connection,
    *,
    tenant: str,
    actor: str,
    action: str,
    now: datetime,
    outcome: str = DONE,
    subject: str = "",
) -> None:
    """Add one row, in the transaction of what it tells about."""
    connection.execute(
        sa.insert(audit),
        {
            "tenant": tenant,
            "actor": actor,
            "action": action,
            "outcome": outcome,
            "subject": subject,
            "at": now,
        },
    )


def count(
    connection: sa.Connection,
    *,
    tenant: str,
    actor: str,
    action: str,
    outcome: str,
    since: datetime,
) -> int:
    """Return how often ``actor`` did it with this outcome after ``since``."""
    columns = audit.c
    found = connection.execute(
        sa.select(sa.func.count())
        .select_from(audit)
        .where(
            columns.tenant == tenant,
            columns.actor == actor,
            columns.action == action,
            columns.outcome == outcome,
            columns.at > since,
        )
    )
    return int(found.scalar_one())
