"""Tickets: opened once, taken, answered, closed, given back; the handler always says the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.delivery import timers
from engine.handoff.desk import Address
from engine.handoff.tickets import HandoffError
from engine.messages import Alias
from engine.storage import tables
from engine.tenants.sections.handoff import HandoffPolicy
from tests.actions.parishes import at
from tests.engine.delivery.fakes import NOON, World, message
from tests.engine.handoff.office import AWA, MOUSSA, Office, tenant

pytestmark = pytest.mark.asyncio


async def test_a_request_opens_a_ticket_and_silences_the_assistant(world: World) -> None:
    office = Office(world)
    key = await office.knows(AWA, "bonjour", "je cherche quelqu’un")
    office.effect(
        "handoff.open",
        key,
        reason=" le baptême de mon fils ",
        priority="high",
        summary="\n".join("abcdefg"),
        slots={"motif": "bapteme"},
    )
    assert office.tickets("reason", "priority", "summary", "slots", "status", "agent") == [
        ("le baptême de mon fils", "high", "a\nb\nc\nd\ne", {"motif": "bapteme"}, "waiting", "")
    ]
    # The office is closed on Mondays.
    assert office.tickets("opened_at", "due_at") == [(NOON, at("2026-03-03T09:00"))]
    assert office.handler(key) == "waiting"
    assert office.timers() == [("armed", at("2026-03-04T08:00"))]


async def test_the_ticket_keeps_the_last_ten_messages_before_the_request(world: World) -> None:
    office = Office(world)
    key = await office.knows(AWA, *(f"n° {number}" for number in range(8)))
    office.effect("handoff.open", key, message=f"{AWA}:n° 7")
    [transcript] = office.tickets("transcript")
    said = [(line["direction"], line["text"]) for line in transcript]
    assert len(said) == 10
    # The request itself is the reason; the turn may still have to hide what it holds.
    assert ("in", "n° 7") not in said
    assert said[-3:] == [("in", "n° 6"), ("out", "re: n° 6"), ("out", "re: n° 7")]


async def test_a_second_request_opens_no_second_ticket(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key, "m1", reason="un", priority="normal")
    office.effect("handoff.open", key, "m1", reason="un", priority="normal")
    office.effect("handoff.open", key, "m2", reason="deux", priority="urgent")
    assert office.tickets("reason", "priority", "due_at") == [("un", "urgent", NOON)]
    office.effect("handoff.open", key, "m3", reason="trois", priority="high")
    assert office.tickets("priority") == ["urgent"]


async def test_somebody_takes_it_and_a_colleague_takes_over(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    assert office.act(office.handoff.take, number).agent == "Sœur Marie"
    assert office.handler(key) == "human"
    assert office.tickets("status", "taken_at") == [("taken", NOON)]
    world.clock.jump(60)
    assert office.act(office.handoff.take, number, agent="Paul").agent == "Paul"
    assert office.tickets("taken_at") == [NOON]


async def test_the_first_answer_takes_the_ticket_and_later_ones_do_not(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.answering, number)
    office.act(office.handoff.answering, number, agent="Paul")
    assert office.tickets("agent", "status") == [("Sœur Marie", "taken")]
    assert office.handler(key) == "human"


async def test_each_act_of_the_office_gives_it_another_delay(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    world.clock.jump(3600 * 24)  # Tuesday, noon
    office.act(office.handoff.note, number, text="rappeler la mère")
    assert office.timers() == [("armed", at("2026-03-04T08:00"))]
    world.clock.jump(3600 * 4)
    office.act(office.handoff.answering, number)
    assert office.timers() == [("armed", at("2026-03-04T08:00"))]
    world.clock.jump(3600 * 20)
    office.act(office.handoff.note, number, text="fait")
    assert office.timers() == [("armed", at("2026-03-05T08:00"))]


async def test_a_note_is_kept_and_takes_nothing(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.note, number, text="  voir avec le père André ")
    assert world.rows(tables.ticket_notes, "author", "text") == [
        ("Sœur Marie", "voir avec le père André")
    ]
    assert office.handler(key) == "waiting"


async def test_closing_gives_the_conversation_back_and_says_so(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.take, number)
    office.act(office.handoff.close, number)
    assert office.tickets("status", "closed_by", "closed_at") == [("closed", "agent", NOON)]
    assert office.handler(key) == "bot"
    assert office.timers()[0][0] == "cancelled"
    assert office.triggers() == ['/reprise_assistant{"raison": "cloture"}']
    with pytest.raises(HandoffError) as refused:
        office.act(office.handoff.close, number)
    assert refused.value.code == "closed"
    assert len(office.triggers()) == 1


async def test_a_closed_ticket_can_neither_be_taken_nor_answered(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.close, number)
    for act in (office.handoff.take, office.handoff.answering):
        with pytest.raises(HandoffError) as refused:
            office.act(act, number)
        assert refused.value.code == "closed"
    with pytest.raises(HandoffError) as refused:
        office.act(office.handoff.take, 4711)
    assert refused.value.code == "unknown_ticket"
    assert office.handler(key) == "bot"


async def test_the_person_may_withdraw_while_nobody_has_come(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.withdraw", key)
    assert office.triggers() == []
    office.effect("handoff.open", key)
    office.effect("handoff.withdraw", key)
    assert office.tickets("status", "closed_by") == [("closed", "person")]
    assert office.handler(key) == "bot"
    assert office.triggers() == ['/reprise_assistant{"raison": "retrait"}']


async def test_what_is_said_to_a_person_withdraws_nothing(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    office.act(office.handoff.take, number)
    office.effect("handoff.withdraw", key)
    assert office.handler(key) == "human"
    assert office.triggers() == []


async def test_a_silent_office_gives_the_conversation_back(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    world.clock.jump(3600 * 45)
    assert await world.desk.ring() is None  # the timer has spoken
    assert office.triggers() == ['/reprise_assistant{"raison": "personne"}']
    office.effect("handoff.return", key, raison="personne")
    assert office.tickets("status", "closed_by") == [("closed", "silence")]
    assert office.handler(key) == "bot"


async def test_an_act_in_the_last_moment_counts(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    [number] = office.tickets("id")
    world.clock.jump(3600 * 45)
    # The timer has fired, its turn has not run yet.
    with world.database.transaction() as connection:
        timers.fire_due(connection, world.clock.now(), late=timedelta(hours=1))
    office.act(office.handoff.answering, number)
    office.effect("handoff.return", key, raison="personne")
    assert office.handler(key) == "human"


async def test_beginning_anew_ends_the_matter_whatever_was_done(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    office.effect("handoff.return", key)
    assert office.handler(key) == "bot"
    assert office.timers()[0][0] == "cancelled"


async def test_a_reminder_that_was_held_back_is_noted(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.missed_reminder", key, payload="/rappel_rendez_vous", why="bot")
    assert world.rows(tables.ticket_notes, "text") == []
    office.effect("handoff.open", key)
    office.effect("handoff.missed_reminder", key, payload="/rappel_rendez_vous", why="waiting")
    assert world.rows(tables.ticket_notes, "author") == ["assistant"]


async def test_a_conversation_that_nobody_can_answer_opens_nothing(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", type(key)(tenant="paroisse", contact="nobody"))
    assert office.tickets("id") == []


# -- who is to answer ---------------------------------------------------------------------------


async def test_new_tickets_are_shared_out_in_turn(world: World) -> None:
    shared = HandoffPolicy(
        return_after=timedelta(hours=12), agents=("Sœur Marie", "Paul"), tickets_per_agent=2
    )
    office = Office(world, tenant(sections=(shared,)))
    for number in range(5):
        office.effect("handoff.open", await office.knows(f"22177000000{number}"))
    # The fifth waits for whoever comes first: both have enough.
    assert office.tickets("agent") == ["Sœur Marie", "Paul", "Sœur Marie", "Paul", ""]
    assert set(office.tickets("status")) == {"waiting"}
    first, *_ = office.tickets("id")
    # It is a proposal: whoever takes it has it.
    assert office.act(office.handoff.answering, first, agent="Paul").agent == "Paul"
    office.act(office.handoff.close, first, agent="Paul")
    office.effect("handoff.open", await office.knows("221770000009"))
    assert office.tickets("agent")[-1] == "Sœur Marie"


# -- the office begins -----------------------------------------------------------------------


async def test_the_office_begins_with_somebody_who_never_wrote(world: World) -> None:
    office = Office(world)
    address = Address(
        tenant="paroisse",
        account="paroisse-fake",
        provider="fake",
        alias=Alias(kind="phone", value=MOUSSA),
        name="Moussa Diop",
    )
    ticket = office.act(office.handoff.start, address)
    assert ticket.status == "taken" and ticket.agent == "Sœur Marie"
    assert office.handler(ticket.key) == "human"
    assert world.rows(tables.contacts, "profile_name") == ["Moussa Diop"]
    # When they write, it is the same person, and the assistant is silent.
    await world.desk.accept([message("qui êtes-vous ?", who=MOUSSA)])
    await world.desk.settled()
    assert office.tickets("contact") == [ticket.key.contact]
    assert world.provider.taken == []
    # A second start is the same matter.
    again = office.act(office.handoff.start, address, agent="Paul")
    assert (again.id, again.agent) == (ticket.id, "Paul")


async def test_the_office_takes_up_what_nobody_answered(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    office.effect("handoff.return", key)
    ticket = office.act(office.handoff.start_with, key)
    assert ticket.status == "taken"
    assert office.tickets("status") == ["closed", "taken"]
    with pytest.raises(HandoffError):
        office.act(office.handoff.start_with, type(key)(tenant="paroisse", contact="nobody"))


# -- the database's own guard ----------------------------------------------------------------


async def test_no_way_around_this_room_opens_two_tickets(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    office.effect("handoff.open", key)
    columns = [column.name for column in tables.tickets.c if column.name not in ("id", "key")]
    copy = sa.insert(tables.tickets).from_select(
        ["key", *columns], sa.select(sa.literal("other"), *(tables.tickets.c[c] for c in columns))
    )
    with pytest.raises(sa.exc.IntegrityError), world.database.transaction() as connection:
        connection.execute(copy)
    assert len(office.tickets("id")) == 1


async def test_the_delay_of_a_ticket_at_night_ends_in_the_morning(world: World) -> None:
    office = Office(world)
    key = await office.knows()
    world.clock.jump(timedelta(days=1, hours=2).total_seconds())  # Tuesday, 14:00
    office.effect("handoff.open", key, priority="urgent")
    assert office.timers() == [("armed", at("2026-03-04T08:00"))]
