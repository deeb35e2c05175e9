"""A delivered message is stored once, under the right person, whatever the provider repeats."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.delivery.inbox import Verdict
from engine.errors import DeliveryError
from engine.messages import Alias, Kind
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, message

pytestmark = pytest.mark.asyncio

PHONE = Alias(kind="phone", value="221770000001")
OTHER = Alias(kind="phone", value="221770000002")
BSUID = Alias(kind="bsuid", value="SN.42")


async def verdicts(world: World, *messages: object) -> list[Verdict]:
    accepted = await world.desk.accept(messages)  # type: ignore[arg-type]
    await world.desk.settled()
    return [one.verdict for one in accepted]


async def test_a_repeated_delivery_is_answered_once(world: World) -> None:
    assert await verdicts(world, message()) == [Verdict.NEW]
    assert await verdicts(world, message()) == [Verdict.DUPLICATE]
    assert world.turns() == ["bonjour"]
    assert world.provider.taken == ["re: bonjour"]


async def test_a_repetition_within_a_batch_is_seen(world: World) -> None:
    found = await verdicts(world, message("a"), message("a"), message("b"))
    assert found == [Verdict.NEW, Verdict.DUPLICATE, Verdict.NEW]
    assert world.turns() == ["a", "b"]


async def test_the_same_id_at_another_tenant_is_another_message(world: World) -> None:
    found = await verdicts(world, message(id="1"), message(id="1", tenant="ecole"))
    assert found == [Verdict.NEW, Verdict.NEW]


async def test_concurrent_deliveries_from_two_processes_are_one_message(
    tmp_path: Path,
) -> None:
    world = World(f"sqlite:///{tmp_path / 'a.db'}")
    other = World(f"sqlite:///{tmp_path / 'a.db'}")
    batches = [[message(f"m{n}")] for n in range(10)]
    results = await asyncio.gather(
        *(w.desk.accept(batch) for batch in batches for w in (world, other))
    )
    await world.desk.settled()
    await other.desk.settled()
    fresh = [a.message_id for result in results for a in result if a.verdict is Verdict.NEW]
    assert sorted(fresh) == sorted(batch[0].message_id for batch in batches)
    assert len(world.rows(tables.contacts, "id")) == 1
    for w in (world, other):
        w.database.close()


async def test_a_batch_is_stored_whole_or_not_at_all(world: World) -> None:
    refusal = {
        "sqlite": "CREATE TRIGGER full BEFORE INSERT ON messages WHEN NEW.text = 'b'"
        " BEGIN SELECT RAISE(ABORT, 'disk_full'); END",
        "postgresql": "ALTER TABLE messages ADD CONSTRAINT disk_full CHECK (text <> 'b')",
    }
    with world.database.transaction() as connection:
        connection.exec_driver_sql(refusal[connection.dialect.name])
    with pytest.raises(sa.exc.IntegrityError, match="disk_full"):
        await world.desk.accept([message("a"), message("b")])
    assert world.inbox("id") == []


async def test_an_alias_met_beside_a_known_one_leads_to_the_same_person(
    world: World,
) -> None:
    await verdicts(world, message("a", aliases=(PHONE,)))
    await verdicts(world, message("b", aliases=(BSUID, PHONE)))
    await verdicts(world, message("c", aliases=(BSUID,)))
    assert len(set(world.inbox("contact"))) == 1
    assert len(world.rows(tables.contact_aliases, "kind", "value")) == 2


async def test_of_two_known_people_the_first_alias_wins(world: World) -> None:
    await verdicts(world, message("a", aliases=(PHONE,)), message("b", aliases=(OTHER,)))
    await verdicts(world, message("c", aliases=(OTHER, PHONE)))
    first, second, third = world.inbox("contact")
    assert first != second and third == second


async def test_a_person_is_another_one_at_another_tenant(world: World) -> None:
    await verdicts(world, message("a"), message("b", tenant="ecole"))
    assert len(set(world.inbox("contact"))) == 2


async def test_a_reaction_is_logged_and_not_run(world: World) -> None:
    assert await verdicts(world, message("👍", kind=Kind.REACTION)) == [Verdict.LOGGED]
    assert world.inbox("status") == ["done"]
    assert world.brain.calls == []
    assert world.rows(tables.messages, "kind", "direction") == [("reaction", "in")]


@pytest.mark.parametrize(
    ("age", "reason"),
    [(timedelta(days=8, seconds=1), "8 days"), (-timedelta(minutes=11), "future")],
)
async def test_an_impossible_time_is_kept_and_not_run(
    world: World, age: timedelta, reason: str
) -> None:
    assert await verdicts(world, message(at=NOON - age)) == [Verdict.REFUSED]
    ((state, error),) = world.inbox("status", "error")
    assert state == "dead" and reason in error
    assert world.brain.calls == []


@pytest.mark.parametrize("age", [timedelta(days=7, hours=23), -timedelta(minutes=9)])
async def test_an_old_or_slightly_early_message_is_run(world: World, age: timedelta) -> None:
    assert await verdicts(world, message(at=NOON - age)) == [Verdict.NEW]
    assert world.turns() == ["bonjour"]


async def test_the_log_has_both_sides_of_a_conversation(world: World) -> None:
    await world.say("bonjour")
    rows = world.rows(tables.messages, "direction", "text", "message_id")
    (ref,) = world.outbox("ref")
    assert rows == [
        ("in", "bonjour", "221770000001:bonjour"),
        ("out", "re: bonjour", ref),
    ]


async def test_a_late_delivery_does_not_turn_the_last_contact_back(
    world: World,
) -> None:
    await verdicts(world, message("a"), message("b", at=NOON - timedelta(days=1)))
    assert world.rows(tables.conversations, "last_inbound_at") == [NOON]


async def test_nothing_is_acknowledged_when_the_database_is_gone(
    tmp_path: Path,
) -> None:
    world = World(f"sqlite:///{tmp_path / 'a.db'}")
    with world.database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    with pytest.raises((sa.exc.OperationalError, DeliveryError)):
        await world.desk.accept([message()])
    world.database.close()
