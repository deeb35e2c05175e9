"""A copy of a state has everything of it, and shares nothing that can change."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from engine.flows.state import Frame, FrameKind, State

_words = st.text(max_size=5)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=6,
)
_frames = st.builds(
    Frame,
    id=_words,
    flow=_words,
    kind=st.sampled_from(FrameKind),
    step=_words,
    phase=_words,
    last=_words,
    slot=_words,
    pending=st.lists(_words, max_size=3),
    context=st.dictionaries(_words, _json, max_size=3),
    visited=st.lists(st.tuples(_words, _words), max_size=3),
)
_states = st.builds(
    State,
    frames=st.lists(_frames, max_size=3),
    waiting=_words,
    queue=st.lists(_words, max_size=3),
    ended=_words,
    counter=st.integers(),
    steps=st.integers(),
    actions=st.integers(),
)


@given(_states)
def test_a_copy_is_equal(state: State) -> None:
    assert state.copy() == state


@given(_states)
def test_a_copy_shares_nothing_that_can_change(state: State) -> None:
    copied = state.copy()
    assert copied.frames is not state.frames and copied.queue is not state.queue
    for mine, theirs in zip(state.frames, copied.frames, strict=True):
        for field in fields(Frame):
            value = getattr(mine, field.name)
            assert not isinstance(value, list | dict) or value is not getattr(theirs, field.name)
        for key, inner in mine.context.items():
            assert not isinstance(inner, list | dict) or inner is not theirs.context[key]
