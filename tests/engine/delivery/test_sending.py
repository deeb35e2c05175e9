"""Answers reach the provider in order, again when that is right, and never blindly twice."""

from __future__ import annotations

import asyncio
import logging

import pytest

from engine.delivery.contracts import Attempt, Outcome
from engine.delivery.outbox import UNCONFIRMED
from engine.messages import Alias, DeliveryState, Reply
from engine.storage import tables
from tests.engine.delivery.fakes import NOON, World, message, status

pytestmark = pytest.mark.asyncio

RETRY = Attempt(outcome=Outcome.RETRY, code="429", detail="too many")
AMBIGUOUS = Attempt(outcome=Outcome.AMBIGUOUS, code="timeout")
FINAL = Attempt(outcome=Outcome.FINAL, code="131026", detail="bad number")
ACCOUNT = Attempt(outcome=Outcome.ACCOUNT, code="190", detail="token expired")


async def test_an_answer_that_was_taken_keeps_the_id_of_the_provider(
    world: World,
) -> None:
    await world.say("a")
    assert world.outbox("status", "provider_id", "attempts", "sent_at") == [
        ("sent", "out-1", 1, NOON)
    ]


async def test_the_attempt_is_stored_before_the_provider_is_asked(world: World) -> None:
    found: list[object] = []

    async def look(text: str, ref: str) -> None:
        found.extend(world.outbox("status", "attempts", "ref"))
        assert found == [("sending", 1, ref)]

    world.provider.on_send = look
    await world.say("a")
    assert len(found) == 1


async def test_the_answer_goes_to_the_alias_that_wrote_last(world: World) -> None:
    phone, bsuid = Alias(kind="phone", value="221"), Alias(kind="bsuid", value="SN.1")
    await world.desk.accept([message("a", aliases=(phone, bsuid))])
    await world.desk.settled()
    await world.desk.accept([message("b", aliases=(bsuid,))])
    await world.desk.settled()
    assert [to for _, to, _, _ in world.provider.attempts] == ["221", "SN.1"]


async def test_a_clear_refusal_is_tried_again_later_and_later(world: World) -> None:
    world.provider.answers = [RETRY] * 3
    await world.say("a")
    for seconds, attempts in ((1, 2), (2, 3), (4, 4)):
        await world.later(seconds - 0.1)
        assert len(world.provider.attempts) == attempts - 1
        await world.later(0.1)
        assert len(world.provider.attempts) == attempts
    assert world.outbox("status") == ["sent"]
    assert len({ref for *_, ref in world.provider.attempts}) == 1


async def test_the_provider_s_own_waiting_time_is_honoured(world: World) -> None:
    world.provider.answers = [Attempt(outcome=Outcome.RETRY, retry_after=90)]
    await world.say("a")
    await world.later(89)
    assert len(world.provider.attempts) == 1
    await world.later(1)
    assert world.provider.taken == ["re: a"]


async def test_ten_attempts_are_enough(world: World) -> None:
    world.provider.answers = [RETRY] * 10
    await world.say("a")
    for _ in range(12):
        await world.later(300)
    assert len(world.provider.attempts) == 10
    assert world.outbox("status", "error_code", "error_detail") == [("dead", "429", "too many")]


async def test_an_answer_of_yesterday_is_not_sent(world: World) -> None:
    world.provider.answers = [RETRY]
    await world.say("a")
    await world.later(24 * 3600)
    assert len(world.provider.attempts) == 1
    assert world.outbox("status") == ["dead"]


async def test_what_waits_keeps_the_later_ones_back(world: World) -> None:
    world.provider.answers = [RETRY]
    await world.say("a", "b")
    assert world.provider.taken == []
    await world.later(1)
    assert world.provider.taken == ["re: a", "re: b"]


async def test_other_people_do_not_wait(world: World) -> None:
    world.provider.answers = [RETRY]
    await world.say("a")
    await world.say("b", who="221770000002")
    assert world.provider.taken == ["re: b"]


async def test_a_final_refusal_lets_the_later_ones_pass(world: World) -> None:
    world.provider.answers = [FINAL]
    await world.say("a", "b")
    assert world.outbox("status", "error_code") == [("failed", "131026"), ("sent", "")]
    assert world.provider.taken == ["re: b"]


async def test_a_dead_answer_lets_the_later_ones_pass(world: World) -> None:
    world.provider.answers = [RETRY] * 10
    await world.say("a", "b")
    for _ in range(12):
        await world.later(300)
    assert world.outbox("status") == ["dead", "sent"]


async def test_an_account_at_fault_is_left_alone_and_reported_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.provider.answers = [ACCOUNT, ACCOUNT]
    await world.say("a")
    await world.say("b", who="221770000002")
    await world.later(59)
    assert len(world.provider.attempts) == 1
    await world.later(1)
    assert len(world.provider.attempts) >= 2
    await world.later(60)
    await world.later(60)
    assert sorted(world.provider.taken) == ["re: a", "re: b"]
    errors = [r for r in caplog.records if getattr(r, "action", "") == "account_held"]
    assert len(errors) == 1


async def test_the_time_of_a_held_account_does_not_count_as_attempts(
    world: World,
) -> None:
    world.provider.answers = [ACCOUNT] * 15
    await world.say("a")
    for _ in range(16):
        await world.later(60)
    assert world.outbox("status", "attempts") == [("sent", 1)]


async def test_other_accounts_go_on(world: World) -> None:
    world.provider.answers = [ACCOUNT]
    await world.say("a")
    await world.desk.accept([message("b", tenant="ecole")])
    await world.desk.settled()
    assert world.provider.taken == ["re: b"]


async def test_a_provider_that_is_not_set_up_holds_its_messages(world: World) -> None:
    await world.say("a")
    with world.database.transaction() as connection:
        connection.execute(tables.outbox.update().values(status="pending", provider="gone"))
    await world.later(1)
    await world.later(120)
    assert world.outbox("status", "error_code") == [("pending", "no_provider")]


async def test_a_doubtful_message_is_sent_once_more_after_its_wait(
    world: World,
) -> None:
    world.provider.answers = [AMBIGUOUS]
    await world.say("a")
    assert world.outbox("status") == ["unknown"]
    await world.later(44)
    assert len(world.provider.attempts) == 1
    await world.later(1)
    assert world.provider.taken == ["re: a"]
    assert world.outbox("status") == ["sent"]


async def test_twice_doubtful_is_given_up(world: World) -> None:
    world.provider.answers = [AMBIGUOUS, AMBIGUOUS]
    await world.say("a", "b")
    for _ in range(4):
        await world.later(45)
    assert len([1 for *_, text, _ in world.provider.attempts if text == "re: a"]) == 2
    assert world.outbox("status", "error_code") == [
        ("failed", UNCONFIRMED),
        ("sent", ""),
    ]


async def test_a_report_with_our_reference_settles_the_doubt(world: World) -> None:
    world.provider.answers = [AMBIGUOUS]
    await world.say("a", "b")
    assert len(world.provider.attempts) == 1
    (ref, _) = world.outbox("ref")
    await world.desk.report([status(DeliveryState.SENT, provider_id="wamid.1", ref=ref)])
    await world.desk.settled()
    await world.later(45)
    assert [text for _, _, text, _ in world.provider.attempts] == ["re: a", "re: b"]
    assert world.outbox("status", "provider_id")[0] == ("sent", "wamid.1")


async def test_news_after_giving_up_are_believed(world: World) -> None:
    world.provider.answers = [AMBIGUOUS, AMBIGUOUS]
    await world.say("a")
    await world.later(45)
    await world.later(45)
    (ref,) = world.outbox("ref")
    assert world.outbox("status") == ["failed"]
    await world.desk.report([status(DeliveryState.DELIVERED, ref=ref)])
    assert world.outbox("status", "error_code") == [("delivered", "")]


async def test_a_provider_that_raises_leaves_a_doubt(world: World) -> None:
    world.provider.answers = [ConnectionResetError("gone")]
    await world.say("a")
    assert world.outbox("status", "error_detail") == [("unknown", "ConnectionResetError")]


async def test_what_a_killed_process_was_sending_is_doubtful(world: World) -> None:
    await world.say("a")
    with world.database.transaction() as connection:
        connection.execute(tables.outbox.update().values(status="sending", provider_id=""))
    await world.desk.start()
    await world.desk.sweep()
    await world.desk.settled()
    assert world.outbox("status") == ["unknown"]
    assert len(world.provider.attempts) == 1
    await world.later(45)
    await world.desk.stop()
    assert len(world.provider.attempts) == 2
    assert world.outbox("status") == ["sent"]


async def test_a_message_lost_by_its_sender_becomes_doubtful_in_time(
    world: World,
) -> None:
    await world.say("a")
    with world.database.transaction() as connection:
        connection.execute(tables.outbox.update().values(status="sending"))
    await world.later(119)
    assert world.outbox("status") == ["sending"]
    await world.later(1)
    assert world.outbox("status") == ["unknown"]


async def test_two_senders_hand_each_message_over_once(world: World) -> None:
    other = world.another_desk()

    async def both(text: str, ref: str) -> None:
        await other.sweep()
        await asyncio.sleep(0)

    world.provider.on_send = both
    world.brain.answer = lambda m: [Reply(text="1\n2\n3")]
    await world.say("a")
    await other.settled()
    assert world.provider.taken == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (["delivered"], "delivered"),
        (["delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "delivered"], "delivered"),
        (["failed"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["read", "failed"], "read"),
        (["failed", "delivered"], "failed"),
    ],
)
async def test_reports_only_move_forward(world: World, reports: list[str], expected: str) -> None:
    await world.say("a")
    for state in reports:
        await world.desk.report([status(DeliveryState(state), provider_id="out-1", code="131049")])
    assert world.outbox("status") == [expected]


async def test_reports_are_found_by_reference_or_by_id(world: World) -> None:
    await world.say("a", "b")
    (ref, _) = world.outbox("ref")
    await world.desk.report(
        [
            status(DeliveryState.READ, ref=ref, provider_id="another"),
            status(DeliveryState.DELIVERED, provider_id="out-2"),
            status(DeliveryState.READ, provider_id="not ours"),
            status(DeliveryState.READ),
        ]
    )
    assert world.outbox("status") == ["read", "delivered"]


@pytest.mark.parametrize("column", ["tenant", "account", "provider"])
async def test_a_report_from_elsewhere_is_not_believed(world: World, column: str) -> None:
    await world.say("a")
    with world.database.transaction() as connection:
        connection.execute(tables.outbox.update().values({column: "another"}))
    await world.desk.report([status(DeliveryState.READ, provider_id="out-1")])
    assert world.outbox("status") == ["sent"]


@pytest.mark.parametrize("outcome", [Outcome.AMBIGUOUS, Outcome.RETRY, Outcome.FINAL])
async def test_a_report_is_believed_before_our_own_attempt(world: World, outcome: Outcome) -> None:
    async def overtake(text: str, ref: str) -> None:
        await world.desk.report([status(DeliveryState.DELIVERED, ref=ref)])

    world.provider.on_send = overtake
    world.provider.answers = [Attempt(outcome=outcome)]
    await world.say("a")
    await world.later(300)
    assert world.outbox("status") == ["delivered"]
    assert len(world.provider.attempts) == 1


async def test_a_report_that_overtakes_the_answer_to_our_request_is_kept(
    world: World,
) -> None:
    async def overtake(text: str, ref: str) -> None:
        await world.desk.report([status(DeliveryState.DELIVERED, ref=ref)])

    world.provider.on_send = overtake
    await world.say("a")
    assert world.outbox("status", "provider_id") == [("delivered", "out-1")]


async def test_neither_text_nor_number_reaches_the_program_s_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="engine")
    world.provider.answers = [RETRY, ACCOUNT, AMBIGUOUS, ConnectionError("x"), FINAL]
    await world.say("mon secret", who="221779998877")
    for _ in range(6):
        await world.later(100)
    assert caplog.records
    assert "mon secret" not in caplog.text and "221779998877" not in caplog.text
