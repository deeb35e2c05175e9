"""What has had its time goes, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.delivery import retention
from engine.messages import Inbound
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, message

pytestmark = pytest.mark.asyncio

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def add_seat(world: World, seat: int, **more: object) -> None:
    row = {
        "tenant": "paroisse",
        "resource": "pere_andre",
        "starts_at": NOON + DAY,
        "ends_at": NOON + DAY + HOUR,
        "seat": seat,
        "contact": "c1",
        **more,
    }
    with world.database.transaction() as connection:
        connection.execute(tables.seats.insert(), row)


def add_booking(world: World) -> None:
    row = {
        "key": "k",
        "tenant": "paroisse",
        "contact": "c1",
        "resource": "pere_andre",
        "purpose": "bapteme",
        "starts_at": NOON,
        "ends_at": NOON,
        "zone": "Africa/Dakar",
        "said": "",
        "status": "booked",
        "booked_at": NOON,
        "changed_at": NOON,
    }
    with world.database.transaction() as connection:
        connection.execute(tables.appointments.insert(), row)


async def test_a_hold_ends_by_itself_and_a_booking_does_not(world: World) -> None:
    add_booking(world)
    add_seat(world, 0, held_until=NOON - HOUR)
    add_seat(world, 1, held_until=NOON + HOUR)
    add_seat(world, 2, held_until=NOON - HOUR, appointment=1)
    add_seat(world, 3, held_until=None, appointment=1)
    assert (await world.desk.tidy())["seats"] == 1
    assert sorted(world.rows(tables.seats, "seat")) == [1, 2, 3]


def add_link(world: World, digest: str, ended_days_ago: int) -> None:
    with world.database.transaction() as connection:
        connection.execute(
            tables.certificate_links.insert(),
            {
                "token_digest": digest,
                "tenant": "paroisse",
                "number": "N1",
                "created_at": NOON - 90 * DAY,
                "expires_at": NOON - ended_days_ago * DAY,
            },
        )


async def test_a_link_is_forgotten_a_week_after_its_end(world: World) -> None:
    certificate = {
        "number": "N1",
        "key": "k",
        "tenant": "paroisse",
        "child": 1,
        "kind": "enrolment",
        "issued_to": "c1",
        "issued_at": NOON,
        "content": {},
        "template": 1,
        "sha256": "",
        "signature": "",
        "status": "valid",
    }
    with world.database.transaction() as connection:
        connection.execute(tables.certificates.insert(), certificate)
    for digest, days in (("old", 8), ("over", 1), ("good", -1)):
        add_link(world, digest, days)
    assert (await world.desk.tidy())["links"] == 1
    assert sorted(world.rows(tables.certificate_links, "token_digest")) == ["good", "over"]


async def test_old_messages_lose_their_content_and_are_still_recognised(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_PAGE", 2)
    for text in ("un", "deux", "trois"):
        await world.write(text)
    world.clock.jump(20 * 24 * 3600)
    await world.write("neuf")
    world.brain.failures = [OSError()]
    await world.write("en attente")
    world.clock.jump(15 * 24 * 3600)
    assert (await world.desk.tidy())["messages"] == 3
    assert (await world.desk.tidy())["messages"] == 0
    payloads = world.inbox("payload")
    assert payloads[:3] == [{}, {}, {}]
    assert [Inbound.from_json(one).text for one in payloads[3:]] == ["neuf", "en attente"]
    accepted = await world.desk.accept([message("un", id="m1", at=world.clock.now())])
    assert accepted[0].verdict == "duplicate"
