"""What the office is to be told is remembered until it was told, or until it is too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.handoff import notices
from engine.handoff.notices import Notice
from engine.storage import tables
from engine.tenants.sections.handoff import HandoffPolicy
from tests.engine.delivery.fakes import NOON, World
from tests.engine.handoff.office import Office, tenant

pytestmark = pytest.mark.asyncio

TOLD = HandoffPolicy(return_after=timedelta(hours=12), webhook="HANDOFF_WEBHOOK_URL")


async def office_with_a_ticket(world: World, policy: HandoffPolicy = TOLD) -> Office:
    office = Office(world, tenant(sections=(policy,)))
    office.effect("handoff.open", await office.knows(), reason="un secret", priority="high")
    return office


def pending(office: Office) -> list[Notice]:
    with office.world.database.reading() as connection:
        return notices.pending(connection, now=office.world.clock.now())


def settle(office: Office, notice: Notice, *, told: bool) -> None:
    with office.world.database.transaction() as connection:
        notices.settle(connection, notice, told=told, now=office.world.clock.now())


def states(office: Office) -> list[Any]:
    column = tables.effects.c
    with office.world.database.reading() as connection:
        return list(connection.scalars(tables.effects.select().with_only_columns(column.status)))


async def test_a_new_ticket_is_to_be_told_without_a_word_of_the_person(world: World) -> None:
    office = await office_with_a_ticket(world)
    [notice] = pending(office)
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
    settle(office, notice, told=True)
    assert pending(office) == [] and states(office) == ["done"]


async def test_a_tenant_without_a_webhook_is_left_alone(world: World) -> None:
    office = await office_with_a_ticket(world, HandoffPolicy(return_after=timedelta(hours=12)))
    assert pending(office) == [] and states(office) == []


async def test_what_was_not_taken_is_told_again_more_and_more_seldom(world: World) -> None:
    office = await office_with_a_ticket(world)
    waits = []
    for _ in range(12):
        [notice] = pending(office)
        settle(office, notice, told=False)
        assert pending(office) == []
        with world.database.reading() as connection:
            following = notices.next_at(connection)
        assert following is not None
        waits.append((following - world.clock.now()).total_seconds())
        world.clock.jump(waits[-1])
    assert waits[:4] == [5, 10, 20, 40] and max(waits) == 600


async def test_a_day_later_it_is_too_late(world: World) -> None:
    office = await office_with_a_ticket(world)
    world.clock.jump(25 * 3600)
    [notice] = pending(office)
    settle(office, notice, told=False)
    assert pending(office) == [] and states(office) == ["failed"]
    with world.database.reading() as connection:
        assert notices.next_at(connection) is None
