"""What holds for any valid flow set and any commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Command,
    Fail,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from engine.flows.domain import read_domain
from engine.flows.flow_set import FlowSet
from engine.flows.interpreter import MAX_ACTIONS, MAX_DEPTH, Outcome, handle, proceed
from engine.flows.project import default_pattern_documents
from engine.flows.reader import read_flows
from engine.flows.report import Report
from engine.flows.run import LISTEN
from engine.flows.source import read_text
from engine.flows.state import State

SLOTS = {"t": "text", "u": "text", "b": "bool", "n": "float", "kept": "text"}
FLOWS = ("one", "two", "three")
SUBFLOW = "sub"
CONDITIONS = ("slots.b", "slots.n > 3", "slots.t is not null", 'slots.t matches "x"', "not slots.b")

_DOMAIN = {
    "slots": {name: {"type": kind} for name, kind in SLOTS.items()},
    "responses": {f"utter_ask_{name}": [{"text": name}] for name in SLOTS}
    | {name: [{"text": name}] for name in ("utter_a", "utter_b", "utter_no")},
    "actions": ["action_a", "action_b"],
}

_options = st.fixed_dictionaries(
    {},
    optional={
        "ask_before_filling": st.just(True),
        "force_slot_filling": st.just(True),
        "reset_after_flow_ends": st.just(False),
    },
)


def _rejected(slot: str, condition: str) -> dict[str, Any]:
    return {"rejections": [{"if": condition, "utter": "utter_no"}]} if slot == "n" else {}


@st.composite
def _collects(draw: st.DrawFn) -> dict[str, Any]:
    slot = draw(st.sampled_from(list(SLOTS)))
    return {"collect": slot, **draw(_options), **_rejected(slot, "slots.n > 9")}


_acting = st.one_of(
    _collects(),
    st.sampled_from(["utter_a", "utter_b", "action_a", "action_b"]).map(lambda a: {"action": a}),
    st.sampled_from(["t", "u", "b", "n"]).map(
        lambda s: {"set_slots": [{s: {"t": "x", "u": None, "b": True, "n": 5}[s]}]}
    ),
    st.just({"call": SUBFLOW}),
)


@st.composite
def _branching(draw: st.DrawFn) -> dict[str, Any]:
    def nested() -> Any:
        if draw(st.booleans()):
            return "END"
        return [{**draw(_acting), "next": "END"}]

    condition = draw(st.sampled_from(CONDITIONS))
    return {"noop": True, "next": [{"if": condition, "then": nested()}, {"else": nested()}]}


@st.composite
def _flow(draw: st.DrawFn, name: str) -> dict[str, Any]:
    steps = draw(st.lists(_acting, min_size=1, max_size=5))
    last = draw(
        st.one_of(
            st.none(),
            _branching(),
            st.sampled_from([f for f in FLOWS if f != name]).map(lambda f: {"link": f}),
            st.just({"action": "utter_b", "next": "first"}),
        )
    )
    steps[0] = {"id": "first", **steps[0]}
    flow: dict[str, Any] = {"description": name, "steps": [*steps, last] if last else steps}
    if draw(st.booleans()):
        flow["persisted_slots"] = ["kept"]
    if draw(st.booleans()):
        flow["run_pattern_completed"] = False
    if draw(st.booleans()):
        flow["block_digressions"] = draw(st.sampled_from([True, ["two"]]))
    return flow


@st.composite
def flow_sets(draw: st.DrawFn) -> FlowSet:
    flows = {name: draw(_flow(name)) for name in FLOWS}
    flows[SUBFLOW] = {
        "description": "sub",
        "if": False,
        "steps": draw(st.lists(_collects(), min_size=1, max_size=2)),
    }
    report = Report()
    text = json.dumps({"flows": flows})
    read = read_flows(read_text(text, "flows.yml"), report)
    assert not report.problems
    documents = [*default_pattern_documents(), read_text(json.dumps(_DOMAIN), "domain.yml")]
    patterns = [f for d in default_pattern_documents() for f in read_flows(d, report)]
    return FlowSet([*read, *patterns], read_domain(documents))


_PATTERN_SLOTS = (
    "continue_conversation",
    "continue_interrupted_flow_confirmation",
    "confirm_digression",
)
commands = st.one_of(
    st.sampled_from([*FLOWS, SUBFLOW, "no_such_flow"]).map(StartFlow),
    st.builds(SetSlot, st.sampled_from(["t", "u", "kept"]), st.sampled_from(["x", "y", "", None])),
    st.builds(SetSlot, st.just("b"), st.sampled_from([True, False, "oui", "?"])),
    st.builds(SetSlot, st.just("n"), st.sampled_from([1, 5.5, 12, "3", "beaucoup"])),
    st.builds(SetSlot, st.sampled_from(_PATTERN_SLOTS), st.booleans()),
    st.builds(SetSlot, st.just("interrupted_flow_to_continue"), st.sampled_from([*FLOWS, "aucun"])),
    st.just(CancelFlow()),
    st.just(SkipQuestion()),
    st.just(CannotHandle()),
    st.just(Fail("empty")),
    st.lists(st.sampled_from(FLOWS), max_size=3).map(lambda f: Clarify(tuple(f))),
    st.sampled_from(["pattern_chitchat", "pattern_human_handoff", "no_pattern"]).map(RunPattern),
)
messages = st.lists(st.lists(commands, min_size=1, max_size=3), min_size=1, max_size=8)
# Which of the actions of a turn fail, by their number.
failures = st.sets(st.integers(min_value=0, max_value=8), max_size=2)


class _Conversation:
    def __init__(self, flows: FlowSet) -> None:
        self.flows = flows
        self.state = State()
        self.slots = dict(flows.domain.initial_values)
        self.ran: list[str] = []

    def take(self, outcome: Outcome) -> Outcome:
        self.state = outcome.state
        self.slots.update(outcome.slots)
        return outcome

    def turn(self, said: Sequence[Command], failing: set[int], through_json: bool) -> None:
        outcome = self.take(handle(self.flows, self.state, self.slots, said))
        self.ran = []
        while outcome.action != LISTEN:
            self.ran.append(outcome.action)
            assert len(self.ran) <= MAX_ACTIONS + 5
            if through_json:
                self.state = State.from_json(json.loads(json.dumps(self.state.to_json())))
            failed = len(self.ran) - 1 in failing
            outcome = self.take(proceed(self.flows, self.state, self.slots, failed=failed))
        if through_json:
            self.state = State.from_json(json.loads(json.dumps(self.state.to_json())))


@settings(max_examples=150)
@given(flows=flow_sets(), said=messages, failing=failures)
def test_any_conversation_ends_its_turns_and_survives_json(
    flows: FlowSet, said: list[list[Command]], failing: set[int]
) -> None:
    plain, stored = _Conversation(flows), _Conversation(flows)
    for message in said:
        plain.turn(message, failing, through_json=False)
        stored.turn(message, failing, through_json=True)
        assert plain.ran == stored.ran
        assert plain.slots == stored.slots
        assert plain.state.to_json() == stored.state.to_json()
        assert plain.ran, "a message of a person is never met with silence"
        assert len(plain.state.frames) <= MAX_DEPTH
        for frame in plain.state.frames:
            assert frame.flow in flows
        opened = plain.state.open_flows
        assert len([f for f in opened if f != SUBFLOW]) == len({f for f in opened if f != SUBFLOW})


@settings(max_examples=100)
@given(flows=flow_sets(), said=messages)
def test_a_slot_that_must_be_kept_is_only_changed_by_the_person(
    flows: FlowSet, said: list[list[Command]]
) -> None:
    """``persisted_slots`` of every flow that writes it: nothing but a message changes the slot."""
    writers = [f for f in flows.values() if "kept" in flows.slots_of(f.id)]
    asks_anew = any(
        getattr(step, "slot", "") == "kept" and getattr(step, "ask_before_filling", False)
        for flow in flows.values()
        for step in flow.steps.values()
    )
    if asks_anew or any("kept" in flows.slots_to_reset(f.id) for f in writers):
        return
    conversation = _Conversation(flows)
    expected = None
    for message in said:
        given_values = [
            flows.domain.coerce("kept", c.value)
            for c in message
            if isinstance(c, SetSlot) and c.slot == "kept"
        ]
        conversation.turn(message, set(), through_json=True)
        allowed = {expected, *(v for v in given_values if v is None or isinstance(v, str))}
        assert conversation.slots["kept"] in allowed
        expected = conversation.slots["kept"]
