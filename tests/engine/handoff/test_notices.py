"""What the office is to be told is remembered until it was told, or until it is too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.handoff import notices
from engine.handoff.notices import Notice, Progress, Recipient, State
from engine.storage import tables
from engine.tenants.sections.handoff import HandoffPolicy
from tests.engine.delivery.fakes import NOON, World
from tests.engine.handoff.office import Office, tenant

pytestmark = pytest.mark.asyncio

NOBODY = HandoffPolicy(return_after=timedelta(hours=12))
TOLD = HandoffPolicy(return_after=timedelta(hours=12), webhook="HANDOFF_WEBHOOK_URL")
MANY = HandoffPolicy(
    return_after=timedelta(hours=12),
    webhook="HANDOFF_WEBHOOK_URL",
    mail=("marie@example.org", "paul@example.org"),
    whatsapp=("+221770000009",),
)
WEBHOOK = Recipient(way="webhook", to="HANDOFF_WEBHOOK_URL").target
MARIE, PAUL = (Recipient(way="mail", to=to).target for to in MANY.mail)
PHONE = Recipient(way="whatsapp", to="+221770000009").target


async def office_with_a_ticket(world: World, policy: HandoffPolicy = TOLD) -> Office:
    office = Office(world, tenant(sections=(policy,)))
    office.effect("handoff.open", await office.knows(), reason="un secret", priority="high")
    return office


def unfinished(office: Office) -> list[Notice]:
    with office.world.database.reading() as connection:
        return notices.unfinished(connection)


def settle(office: Office, notice: Notice, target: str, state: State, reason: str = "") -> State:
    now = office.world.clock.now()
    with office.world.database.transaction() as connection:
        return notices.settle(connection, notice, target, state, now=now, reason=reason)


def states(office: Office) -> list[Any]:
    column = tables.effects.c
    with office.world.database.reading() as connection:
        return list(connection.scalars(tables.effects.select().with_only_columns(column.status)))


async def test_a_new_ticket_is_to_be_told_without_a_word_of_the_person(world: World) -> None:
    office = await office_with_a_ticket(world)
    [notice] = unfinished(office)
    [number] = office.tickets("id")
    assert notice.to_json() == {
        "event": "ticket_opened",
        "tenant": "paroisse",
        "ticket": number,
        "priority": "high",
        "agent": "",
        "opened_at": NOON.isoformat(),
        "due_at": "2026-03-03T09:00:00+00:00",
    }
    assert notice.waiting == {WEBHOOK: NOON}
    assert settle(office, notice, WEBHOOK, State.TOLD) is State.TOLD
    assert unfinished(office) == [] and states(office) == ["done"]


async def test_a_tenant_that_names_nobody_is_left_alone(world: World) -> None:
    office = await office_with_a_ticket(world, NOBODY)
    assert unfinished(office) == [] and states(office) == []


async def test_each_recipient_is_remembered_by_itself(world: World) -> None:
    office = await office_with_a_ticket(world, MANY)
    [before] = unfinished(office)
    assert list(before.waiting) == [WEBHOOK, MARIE, PAUL, PHONE]
    settle(office, before, MARIE, State.TOLD)
    # Who notes something later has read the row before: nothing of the others is undone.
    settle(office, before, PAUL, State.WAITING, "timeout")
    settle(office, before, WEBHOOK, State.TOLD)
    settle(office, before, PHONE, State.WINDOW_CLOSED, "window closed")
    [after] = unfinished(office)
    assert list(after.waiting) == [PAUL]
    assert {target: one.state for target, one in after.progress.items()} == {
        WEBHOOK: State.TOLD,
        MARIE: State.TOLD,
        PAUL: State.WAITING,
        PHONE: State.WINDOW_CLOSED,
    }
    assert after.progress[PAUL].reason == "timeout" and states(office) == ["begun"]
    settle(office, after, PAUL, State.TOLD)
    # Not everybody was told.
    assert unfinished(office) == [] and states(office) == ["failed"]


async def test_no_address_and_no_number_is_kept_with_it(world: World) -> None:
    office = await office_with_a_ticket(world, MANY)
    [row] = world.rows(tables.effects, "key", "result")
    assert "example.org" not in str(row) and "770000009" not in str(row)
    assert len(office.tickets("id")) == 1


async def test_a_repetition_has_the_name_of_the_first_attempt(world: World) -> None:
    office = await office_with_a_ticket(world, MANY)
    [first] = unfinished(office)
    world.clock.jump(60)
    settle(office, first, MARIE, State.WAITING)
    [again] = unfinished(office)
    names = [again.ident(target) for target in again.progress]
    assert names == [first.ident(target) for target in first.progress]
    assert len(set(names)) == len(names)


async def test_what_was_not_taken_is_told_again_more_and_more_seldom(world: World) -> None:
    office = await office_with_a_ticket(world)
    waits = []
    for _ in range(12):
        [notice] = unfinished(office)
        settle(office, notice, WEBHOOK, State.WAITING)
        [notice] = unfinished(office)
        waits.append((notice.waiting[WEBHOOK] - world.clock.now()).total_seconds())
        world.clock.jump(waits[-1])
    assert waits[:4] == [5, 10, 20, 40] and max(waits) == 600


async def test_a_day_later_it_is_too_late(world: World) -> None:
    office = await office_with_a_ticket(world)
    world.clock.jump(25 * 3600)
    [notice] = unfinished(office)
    assert settle(office, notice, WEBHOOK, State.WAITING) is State.TOO_LATE
    assert unfinished(office) == [] and states(office) == ["failed"]


async def test_who_is_meant_is_looked_up_in_the_file_of_now() -> None:
    assert notices.recipient_of(MANY, PAUL) == Recipient(way="mail", to="paul@example.org")
    assert notices.recipient_of(TOLD, PAUL) is None


async def test_a_row_of_the_time_of_one_way_is_told_to_the_end(world: World) -> None:
    office = await office_with_a_ticket(world, MANY)
    old = {"attempts": 2, "next_at": NOON.isoformat()}
    with world.database.transaction() as connection:
        connection.execute(sa.update(tables.effects).values(result=old))
    [notice] = unfinished(office)
    [target] = notice.waiting
    progress = Progress(state=State.WAITING, attempts=2, next_at=NOON)
    assert notice.progress == {target: progress}
    meant = notices.recipient_of(MANY, target)
    assert meant is not None and meant.to == "HANDOFF_WEBHOOK_URL"
    settle(office, notice, target, State.TOLD)
    assert states(office) == ["done"]


async def test_a_ticket_that_is_gone_needs_nobody(world: World) -> None:
    office = await office_with_a_ticket(world)
    with world.database.transaction() as connection:
        connection.execute(sa.delete(tables.tickets))
    assert unfinished(office) == []
