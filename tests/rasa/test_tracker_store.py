"""Trackers in the database: what is stored is what is loaded, and only so much of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.flow_policy import next_step
from engine.components.live_trackers import LiveTrackers
from engine.components.nlg import FlowNLG
from engine.components.tracker_rows import WINDOW
from engine.components.tracker_store import TableTrackerStore
from engine.flows.normaliser import STACK_SLOT
from engine.messages import Kind
from engine.storage.database import Database
from tests.rasa.roads import OurRoad, StockRoad

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.asyncio,
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

SAID = (
    "bonjour",
    "je voudrais un rendez-vous pour un baptême",
    "au fait, à quelle heure est la messe ?",
    "mardi",
    "non, plutôt jeudi",
    "oui",
    "merci beaucoup",
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'trackers.db'}"


@pytest.fixture
def store(processor: MessageProcessor, url: str) -> Iterator[TableTrackerStore]:
    yield TableTrackerStore(processor.domain, url=url)


def contents(tracker: DialogueStateTracker) -> tuple[object, ...]:
    """Return all that counts of a tracker; the end of a ranking of intents does not."""
    events = [event.as_dict() for event in tracker.events]
    for event in events:
        event.get("parse_data", {}).pop("intent_ranking", None)
    return (
        events,
        tracker.current_slot_values(),
        tracker.latest_action_name,
        tracker.followup_action,
        tracker.is_paused(),
        tracker.latest_message.text if tracker.latest_message else None,
    )


async def test_another_process_finds_the_conversation(
    processor: MessageProcessor, store: TableTrackerStore, url: str
) -> None:
    awa = StockRoad(processor, store)
    for text in SAID[:4]:
        await awa.says(text)
    kept = await store.retrieve(awa.sender)
    elsewhere = TableTrackerStore(processor.domain, url=url)
    found = await elsewhere.retrieve(awa.sender)
    assert kept is not None and found is not None
    assert contents(found) == contents(kept)
    assert found.get_slot("motif") == "bapteme" and found.get_slot(STACK_SLOT)["frames"]


async def test_a_conversation_goes_on_from_the_store(
    processor: MessageProcessor, store: TableTrackerStore, url: str
) -> None:
    """Each message is taken by a new store, as if Rasa were started anew every time."""
    remembered = StockRoad(processor)
    expected = [await remembered.says(text) for text in SAID]
    forgetful = StockRoad(processor, store)
    for text, heard in zip(SAID, expected, strict=True):
        processor.tracker_store = TableTrackerStore(processor.domain, url=url)
        assert await forgetful.says(text) == heard, text


async def test_what_is_loaded_is_bounded(
    processor: MessageProcessor, store: TableTrackerStore, url: str
) -> None:
    awa = StockRoad(processor, store)
    for text in SAID * 3:
        await awa.says(text)
    found = await TableTrackerStore(processor.domain, url=url).retrieve(awa.sender)
    assert found is not None
    assert len(found.events) == WINDOW


async def test_saved_twice_an_event_is_stored_once(
    processor: MessageProcessor, store: TableTrackerStore, url: str
) -> None:
    awa = StockRoad(processor, store)
    await awa.says("bonjour")
    tracker = await store.retrieve(awa.sender)
    assert tracker is not None
    for text in ("un", "deux"):
        tracker.update(UserUttered(text, {"name": "saluer", "confidence": 1.0}))
        await store.save(tracker)
    found = await TableTrackerStore(processor.domain, url=url).retrieve(awa.sender)
    assert found is not None and contents(found) == contents(tracker)


async def test_a_stranger_has_no_tracker(store: TableTrackerStore) -> None:
    assert await store.retrieve("paroisse:nobody") is None
    assert list(await store.keys()) == []


async def test_a_conversation_can_be_forgotten(
    processor: MessageProcessor, store: TableTrackerStore
) -> None:
    awa, binta = StockRoad(processor, store), StockRoad(processor, store)
    await awa.says("bonjour")
    await binta.says("bonjour")
    assert set(await store.keys()) == {awa.sender, binta.sender}
    await store.delete(awa.sender)
    assert await store.retrieve(awa.sender) is None
    assert list(await store.keys()) == [binta.sender]
    assert (await awa.says("bonjour")).actions == ("utter_saluer",)


async def test_after_a_hundred_turns_the_live_tracker_is_the_stored_one(
    processor: MessageProcessor, database: Database
) -> None:
    awa = OurRoad(processor, database)
    for turn in range(100):
        await awa.writes(SAID[turn % len(SAID)])
    live = (await awa.brain._live.get(str(awa.key))).tracker
    loaded = (await LiveTrackers(database, processor.domain).get(str(awa.key))).tracker
    assert contents(live) == contents(loaded)
    assert len(live.events) <= WINDOW
    assert (
        next_step(live, processor.domain)[0].state.to_json()
        == next_step(loaded, processor.domain)[0].state.to_json()
    )


async def test_a_slot_outlives_the_event_that_filled_it(
    processor: MessageProcessor, database: Database
) -> None:
    awa = OurRoad(processor, database)
    await awa.sends(Kind.TRIGGER, payload="/SetSlots(nombre_enfants=plusieurs)")
    for _ in range(WINDOW // 4):
        await awa.writes("merci beaucoup")
    stored = await awa.stored()
    assert not [event for event in stored.events if getattr(event, "key", "") == "nombre_enfants"]
    assert stored.get_slot("nombre_enfants") == "plusieurs"


async def test_a_turn_that_broke_off_has_not_been(
    processor: MessageProcessor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa, binta = OurRoad(processor, database), OurRoad(processor, database)
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await binta.writes("je voudrais un rendez-vous pour un baptême")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(FlowNLG, "answer", lambda *_: 1 / 0)
        await awa.writes("mardi")
    awa.brain.discard(awa.key)
    assert await awa.writes("mardi") == await binta.writes("mardi")


async def test_a_turn_that_was_not_stored_has_not_been(
    processor: MessageProcessor, database: Database
) -> None:
    awa, binta = OurRoad(processor, database), OurRoad(processor, database)
    await awa.writes("je voudrais un rendez-vous pour un baptême")
    await binta.writes("je voudrais un rendez-vous pour un baptême")
    # The same words, once lost on the way to the database and said again.
    lost = OurRoad(processor, database)
    lost.key, lost.brain = awa.key, awa.brain

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    lost.database = type("Full", (), {"run": staticmethod(refuse)})()
    with pytest.raises(OSError, match="disk full"):
        await lost.writes("mardi")
    awa.brain.discard(awa.key)
    assert await awa.writes("mardi") == await binta.writes("mardi")
