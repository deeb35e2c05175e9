"""The fold of tracker events: same from a snapshot as from the beginning, live or in a story."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.event_types import event_from_dict
from engine.components.flow_policy import next_step
from engine.components.fold import fold_tracker
from engine.flows.normaliser import STACK_SLOT
from engine.loaded_project import loaded_project
from engine.storage import tables
from engine.storage.database import Database
from tests.rasa.roads import OurRoad

pytestmark = pytest.mark.rasa

SAID = (
    "bonjour",
    "je voudrais un rendez-vous pour un baptême",
    "au fait, à quelle heure est la messe ?",
    "mardi",
    "non, plutôt jeudi",
    "quel est le score du match",
)
#: Slots that the actions of this conversation write; a story has them as ``slot_was_set``.
WRITTEN_BY_ACTIONS = frozenset(
    {
        *("etat_reservation", "motif_en_clair", "question_motif", "avec_qui"),
        *("precision_rendez_vous", "sujet_dit"),
    }
)


@pytest.fixture
def domain(processor: MessageProcessor) -> Domain:
    return processor.domain


async def events_of(road: OurRoad) -> list[Event]:
    """Return every event of the conversation, as stored."""
    query = tables.events.select().order_by(tables.events.c.seq)
    rows = await road.database.look(lambda connection: connection.execute(query).all())
    found = [event_from_dict(dict(row.data)) for row in rows]
    return [event for event in found if event is not None]


def tracker_of(events: list[Event], domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("paroisse:x", events, domain.slots)


def story_of(events: list[Event]) -> list[Event]:
    """Return what a story holds of a conversation: words, actions and what these wrote."""
    return [
        event
        for event in events
        if isinstance(event, UserUttered | ActionExecuted)
        or (isinstance(event, SlotSet) and event.key in WRITTEN_BY_ACTIONS)
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize("messages", range(1, len(SAID) + 1))
async def test_from_the_beginning_as_from_the_snapshot(
    ours: OurRoad, domain: Domain, messages: int
) -> None:
    for text in SAID[:messages]:
        await ours.writes(text)
    events = await events_of(ours)
    flows = loaded_project().flows
    live = fold_tracker(flows, tracker_of(events, domain)).result()
    told = fold_tracker(flows, tracker_of(story_of(events), domain)).result()
    assert told.state.to_json() == live.state.to_json()
    project_slots = flows.domain.slots
    assert {name: told.slots[name] for name in project_slots} == {
        name: live.slots[name] for name in project_slots
    }


@pytest.mark.asyncio
async def test_every_action_of_a_story_is_predicted(ours: OurRoad, domain: Domain) -> None:
    """What ``rasa test`` does: before each action of the story, ask the policy for it."""
    for text in SAID:
        await ours.writes(text)
    story = story_of(await events_of(ours))
    start = next(place for place, e in enumerate(story) if isinstance(e, UserUttered))
    for place, event in enumerate(story[start:], start=start):
        if isinstance(event, ActionExecuted):
            step, _ = next_step(tracker_of(story[:place], domain), domain)
            assert step.state.waiting == event.action_name, place


def heard(text: str, intent: str) -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 1.0})


@pytest.mark.parametrize("snapshot_first", [True, False])
def test_a_rejection_is_followed_whether_the_snapshot_was_logged_or_not(
    domain: Domain, snapshot_first: bool
) -> None:
    """Our loop logs the prediction before the action runs, Rasa's only when it has run."""
    events: list[Event] = [
        ActionExecuted("action_listen"),
        heard("à quelle heure est la messe ?", "horaires_messe"),
    ]
    step, predicted = next_step(tracker_of(events, domain), domain)
    assert step.state.waiting == "action_horaires_messe"
    events += predicted if snapshot_first else []
    events.append(ActionExecutionRejected("action_horaires_messe"))
    step, _ = next_step(tracker_of(events, domain), domain)
    assert step.state.waiting == "utter_renseignement_en_panne"


def test_asked_twice_it_answers_the_same(domain: Domain) -> None:
    tracker = tracker_of([ActionExecuted("action_listen"), heard("bonjour", "saluer")], domain)
    first, predicted = next_step(tracker, domain)
    again, repeated = next_step(tracker, domain)
    assert first.state.to_json() == again.state.to_json()
    assert [event.as_dict()["value"] for event in predicted] == [
        event.as_dict()["value"] for event in repeated
    ]


def test_an_action_of_somebody_else_changes_nothing(domain: Domain) -> None:
    events: list[Event] = [ActionExecuted("action_listen"), heard("bonjour", "saluer")]
    expected = next_step(tracker_of(events, domain), domain)[0].state.to_json()
    events.append(ActionExecuted("utter_adresse"))
    assert next_step(tracker_of(events, domain), domain)[0].state.to_json() == expected


FUTURE: dict[str, Any] = {"v": 99, "stack": "of a shape that nobody knows yet"}


def test_a_state_of_a_newer_engine_starts_anew(domain: Domain) -> None:
    events: list[Event] = [
        SlotSet(STACK_SLOT, FUTURE),
        ActionExecuted("action_listen"),
        heard("bonjour", "saluer"),
    ]
    step, _ = next_step(tracker_of(events, domain), domain)
    assert step.state.waiting == "utter_saluer"


def make_newer(connection: sa.Connection) -> None:
    """Turn what is stored into what an engine of the future would have stored."""
    slots = {STACK_SLOT: FUTURE}
    connection.execute(tables.dialogues.update().values(slots=slots))
    for row in connection.execute(tables.events.select()).all():
        if row.data.get("name") == STACK_SLOT:
            change = tables.events.update().where(tables.events.c.seq == row.seq)
            connection.execute(change.values(data={**row.data, "value": FUTURE}))


@pytest.mark.asyncio
@pytest.mark.parametrize("minutes", [0, 30])
async def test_a_live_conversation_survives_a_state_of_a_newer_engine(
    processor: MessageProcessor, database: Database, minutes: int
) -> None:
    clock = [1_800_000_000.0]
    road = OurRoad(processor, database, session_minutes=lambda *_: minutes, now=lambda: clock[0])
    await road.writes("je voudrais un rendez-vous pour un baptême")
    await database.run(make_newer)
    road.brain.discard(road.key)
    clock[0] += 31 * 60
    heard_now = await road.writes("bonjour")
    assert heard_now.actions == ("utter_saluer",) and heard_now.stack == ()
