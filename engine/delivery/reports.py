"""What providers tell about our messages afterwards: sent, delivered, read, failed.

    moved = report(connection, statuses)

Reports come late, twice and in any order; a message only ever moves forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.delivery.contracts import ConversationKey
from engine.delivery.outbox import ACTIVE, UNCONFIRMED
from engine.messages import DeliveryState, Status
from engine.storage.tables import UtcTime, outbox

_RANK = {**dict.fromkeys(ACTIVE, 0), "sent": 1, "delivered": 2, "read": 3}
_row = outbox.c


def report(connection: Connection, statuses: Sequence[Status]) -> tuple[ConversationKey, ...]:
    """Apply ``statuses``; return the conversations in which the next message may now go out.

    A report about a message that is not ours, or that says nothing new, is ignored.
    """
    return tuple(dict.fromkeys(_apply_all(connection, statuses)))


def _apply_all(connection: Connection, statuses: Sequence[Status]) -> Iterable[ConversationKey]:
    for status in statuses:
        row = _find(connection, status)
        if row is None or not _moves(row, status.state):
            continue
        changes: dict[str, Any] = {
            "status": status.state.value,
            "provider_id": status.provider_id or row.provider_id,
            "error_code": status.code,
            "error_detail": status.detail,
        }
        if status.state is not DeliveryState.FAILED:
            changes["sent_at"] = sa.func.coalesce(_row.sent_at, sa.literal(status.at, UtcTime))
        connection.execute(outbox.update().where(_row.id == row.id).values(**changes))
        if row.status in ACTIVE:
            yield ConversationKey(tenant=row.tenant, contact=row.contact)


def _find(connection: Connection, status: Status) -> Any:
    # Our reference first: it is known even when the answer to our request never came.
    for column, value in (
        (_row.ref, status.ref),
        (_row.provider_id, status.provider_id),
    ):
        if not value:
            continue
        query = sa.select(outbox).where(
            column == value,
            _row.tenant == status.tenant,
            _row.account == status.account,
            _row.provider == status.provider,
        )
        row = connection.execute(query).first()
        if row is not None:
            return row
    return None


def _moves(row: Any, state: DeliveryState) -> bool:
    if row.status == "failed" and row.error_code == UNCONFIRMED:
        rank = 0  # we gave up for want of news, and here is news
    elif row.status in _RANK:
        rank = _RANK[row.status]
    else:
        return False
    if state is DeliveryState.FAILED:
        return rank < _RANK["delivered"]
    return _RANK[state.value] > rank
