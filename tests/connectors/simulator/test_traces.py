"""Moments in a trace are said in words; all else stays as it is."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from connectors.simulator.traces import readable

TODAY = date(2026, 11, 21)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("T15:00"),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


def test_a_moment_is_said_beside_its_notation() -> None:
    entity = {"entity": "quand", "value": "2026-11-22"}
    trace = {"entities": [entity], "slots": {"jour": "T15:00", "motif": "bapteme", "n": 3}}
    assert readable(trace, TODAY) == {
        "entities": [{**entity, "said": "demain"}],
        "slots": trace["slots"],
        "said": {"jour": "à 15h"},
    }
    assert "said" not in entity


def test_what_is_no_moment_is_left_alone() -> None:
    trace = {
        "entities": [{"entity": "quand", "value": "mardi"}, {"entity": "jour", "value": "T15:00"}],
        "slots": {"motif": "bapteme"},
    }
    assert readable(trace, TODAY) == trace


@given(
    entities=st.lists(st.fixed_dictionaries({"entity": st.just("quand"), "value": values})),
    slots=st.dictionaries(st.text(max_size=8), values, max_size=4),
)
def test_any_trace_becomes_json(entities: list[object], slots: dict[str, object]) -> None:
    shown = readable({"entities": entities, "slots": slots, "at": TODAY}, TODAY)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["slots"] == slots
