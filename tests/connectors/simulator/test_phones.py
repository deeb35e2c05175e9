"""What the phones keep and show, and what the provider puts on them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.simulator import phones as phones_module
from connectors.simulator.phones import KEPT_LINES, KEPT_REPLIES, LAG, Line, Phones
from connectors.simulator.provider import SimulatorProvider
from connectors.simulator.simulator import Simulator
from engine.delivery.contracts import ConversationKey, Outcome, TurnResult
from engine.messages import Alias, Choice, Inbound, Kind, Reply

AWA = Line(tenant="paroisse", contact="awa")
MOUSSA = Line(tenant="paroisse", contact="moussa")
AWA_ALIAS = Alias(kind="simulator", value="paroisse/awa")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def bodies(phones: Phones, line: Line) -> list[str]:
    return [item["body"]["text"]["body"] for item in phones.history(line)]


@pytest.mark.asyncio
async def test_a_reply_reaches_its_line_only() -> None:
    phones = Phones(now=lambda: NOON)
    provider = SimulatorProvider(phones)
    [body] = provider.render(Reply(text="**Bonjour**"))
    to = [Alias(kind="phone", value="221770000001"), AWA_ALIAS]
    with phones.watch(AWA) as watcher, phones.watch(MOUSSA) as other:
        attempt = await provider.send("simulator", to, body, "out-1")
        item = await watcher.next(1)
        assert await other.next(0.01) is None
    assert (attempt.outcome, attempt.provider_id) == (Outcome.SENT, "simulator.out-1")
    assert item is not None
    assert (item["kind"], item["ref"], item["at"]) == (
        "reply",
        "out-1",
        "2026-03-02T12:00:00+00:00",
    )
    assert item["body"]["text"]["body"] == "*Bonjour*"
    assert phones.history(AWA) == [item]
    assert phones.history(MOUSSA) == []


@pytest.mark.asyncio
async def test_somebody_without_a_phone_is_a_final_failure() -> None:
    provider = SimulatorProvider(Phones())
    attempt = await provider.send("simulator", [Alias(kind="phone", value="1")], {}, "out-1")
    assert (attempt.outcome, attempt.code) == (Outcome.FINAL, "no_phone")


@pytest.mark.parametrize(
    ("count", "kinds"),
    [(3, ["button"]), (10, ["list"]), (11, ["list", "list"])],
)
def test_the_real_limits_are_drawn(count: int, kinds: list[str]) -> None:
    choices = tuple(Choice(title=f"Choix {n}", payload=f"/c{n}") for n in range(count))
    rendered = SimulatorProvider(Phones()).render(Reply(text="Lequel ?", choices=choices))
    assert [body["interactive"]["type"] for body in rendered] == kinds


def test_the_last_replies_are_kept() -> None:
    phones = Phones()
    for number in range(KEPT_REPLIES + 5):
        phones.publish(AWA, "said", message_id=f"m{number}", said="text", text="?")
        phones.publish(AWA, "reply", body={"text": {"body": str(number)}})
    kept = [item for item in phones.history(AWA) if item["kind"] == "reply"]
    assert len(kept) == KEPT_REPLIES
    assert kept[0]["body"]["text"]["body"] == "5"


def test_the_line_that_was_silent_longest_goes_first() -> None:
    phones = Phones()
    phones.publish(AWA, "reply", body={"text": {"body": "ancien"}})
    phones.publish(MOUSSA, "reply", body={"text": {"body": "autre"}})
    phones.publish(AWA, "reply", body={"text": {"body": "récent"}})
    for number in range(KEPT_LINES - 1):
        phones.publish(Line(tenant="paroisse", contact=f"c{number}"), "reply", body={})
    assert phones.history(MOUSSA) == []
    assert bodies(phones, AWA) == ["ancien", "récent"]


@pytest.mark.asyncio
async def test_a_page_that_lags_is_hung_up() -> None:
    phones = Phones()
    with phones.watch(AWA) as watcher:
        for _ in range(LAG):
            phones.publish(AWA, "reply", body={})
        assert not watcher.hung_up
        phones.publish(AWA, "reply", body={})
        assert watcher.hung_up
        assert await watcher.next(1) is None


def test_items_of_two_processes_are_not_taken_for_each_other() -> None:
    first, second = Phones(), Phones()
    for phones in (first, second):
        phones.publish(AWA, "reply", body={})
    assert first.history(AWA)[0]["id"] != second.history(AWA)[0]["id"]


def turn_of(message: Inbound, result: TurnResult) -> list[dict[str, object]]:
    simulator = Simulator(tenants={"paroisse": "Paroisse"}, enabled=True)
    simulator.note_turn(ConversationKey(tenant="paroisse", contact="c1"), message, result)
    return simulator.phones.history(AWA)


def message_of(provider: str) -> Inbound:
    return Inbound(
        tenant="paroisse",
        account=provider,
        provider=provider,
        message_id="m1",
        aliases=(AWA_ALIAS,),
        sent_at=NOON,
        kind=Kind.TEXT,
        text="Bonjour",
    )


def result_of(*replies: Reply, **trace: object) -> TurnResult:
    return TurnResult(replies=replies, write=lambda connection: None, trace=lambda: trace)


def test_a_turn_announces_the_bodies_that_follow() -> None:
    many = tuple(Choice(title=f"Choix {n}", payload=f"/c{n}") for n in range(11))
    result = result_of(Reply(text="Bonjour"), Reply(text="Lequel ?", choices=many), at=NOON)
    [item] = turn_of(message_of("simulator"), result)
    assert (item["kind"], item["message_id"], item["replies"]) == ("turn", "m1", 3)
    # What is no JSON value becomes text instead of breaking the page.
    assert item["trace"] == {"at": "2026-03-02 12:00:00+00:00"}


def test_conversations_of_real_people_are_not_shown() -> None:
    assert turn_of(message_of("meta"), result_of(Reply(text="Bonjour"))) == []


def test_the_limits_of_memory_fit_together() -> None:
    assert phones_module.KEPT_ITEMS >= 3 * KEPT_REPLIES


def test_words_that_must_be_forgotten_are_replaced() -> None:
    phones = Phones()
    phones.publish(AWA, "said", message_id="one", text="mon code")
    phones.publish(AWA, "said", message_id="two", text="bonjour")
    phones.mask(AWA, "one", "••••")
    assert [item["text"] for item in phones.history(AWA)] == ["••••", "bonjour"]


def test_a_turn_tells_what_stands_for_its_message() -> None:
    phones = Phones()
    phones.publish(AWA, "turn", message_id="one", masked="••••")
    phones.publish(AWA, "turn", message_id="two", masked=None)
    assert phones.masked(AWA, "one") == "••••"
    assert phones.masked(AWA, "two") is None
    assert phones.masked(AWA, "three") is None


@pytest.mark.asyncio
async def test_what_concerns_all_is_shown_to_all_and_kept_by_nobody() -> None:
    phones = Phones()
    with phones.watch(AWA) as one, phones.watch(MOUSSA) as other:
        phones.announce("project", edition=1)
        assert await one.next(1) == await other.next(1) == {"kind": "project", "edition": 1}
    assert phones.history(AWA) == []
