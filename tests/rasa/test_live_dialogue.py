"""The values of a live dialogue are those of its slots, whatever has happened to them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    AllSlotsReset,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot, BooleanSlot

from engine.components.fold import snapshot_of, stored_state
from engine.components.live_dialogue import LiveDialogue
from engine.flows.state import Frame, FrameKind, State

values = st.none() | st.booleans() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)
changes = st.builds(SlotSet, st.sampled_from(["jour", "accord", "inconnu"]), values)
happenings = st.lists(
    changes
    | st.builds(AllSlotsReset)
    | st.builds(Restarted)
    | st.builds(SessionStarted)
    | st.builds(UserUttered, st.just("oui"))
    | st.builds(UserUtteranceReverted)
    | st.builds(ActionExecuted, st.just("action_listen")),
    max_size=12,
)


def begun() -> LiveDialogue:
    slots = [AnySlot("jour", [], initial_value="lundi"), BooleanSlot("accord", [])]
    return LiveDialogue("paroisse:c4f2", slots)


def slots_of(dialogue: LiveDialogue) -> dict[str, Any]:
    return {name: slot.value for name, slot in dialogue.slots.items()}


@given(happenings, st.dictionaries(st.sampled_from(["jour", "accord"]), values))
def test_values_follow_events_and_snapshots(events: list[Any], stored: dict[str, Any]) -> None:
    dialogue = begun()
    for event in events:
        dialogue.update(event, Domain.empty())
        assert dialogue.current_slot_values() == slots_of(dialogue)
    dialogue.restore(stored)
    assert (
        dialogue.current_slot_values()
        == slots_of(dialogue)
        == {
            "jour": "lundi",
            "accord": None,
            **stored,
        }
    )


def test_what_is_given_out_is_the_callers_own() -> None:
    dialogue = begun()
    dialogue.current_slot_values()["jour"] = "mardi"
    assert dialogue.current_slot_values()["jour"] == "lundi"


def test_a_snapshot_is_read_once_and_its_copy_shares_nothing() -> None:
    frame = Frame(id="1", flow="saluer", kind=FrameKind.REGULAR, context={"a": [1]})
    state = State(frames=[frame], queue=["aide"])
    snapshot = snapshot_of(state)
    assert stored_state(snapshot) is state
    assert stored_state(dict(snapshot)) == state
    copy = stored_state(snapshot).copy()
    copy.frames[0].context["a"].append(2)
    copy.frames[0].pending.append("x")
    copy.queue.clear()
    assert (state.frames[0].context, state.frames[0].pending) == ({"a": [1]}, [])
    assert state.queue == ["aide"]
