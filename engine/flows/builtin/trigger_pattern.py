"""Start another pattern from inside a pattern: search and small talk."""

from __future__ import annotations

from engine.flows.builtin.base import BUILTIN_ACTIONS
from engine.flows.run import Move, Run, Say, Stay
from engine.flows.state import Frame

_INSTEAD = {
    "pattern_search": "utter_no_knowledge_base",
    "pattern_chitchat": "utter_free_chitchat_response",
}


def _replace_by(pattern: str, run: Run, frame: Frame) -> Move | None:
    if frame.flow == pattern:
        # A project that hands the pattern over to a part of the licensed engine: none is here.
        return Say((_INSTEAD[pattern],))
    if pattern not in run.flows:
        return None
    run.frames.remove(frame)
    run.push_pattern(pattern, frame.context)
    return Stay()


@BUILTIN_ACTIONS.register("action_trigger_search")
def trigger_search(run: Run, frame: Frame) -> Move | None:
    """Go over to ``pattern_search``."""
    return _replace_by("pattern_search", run, frame)


@BUILTIN_ACTIONS.register("action_trigger_chitchat")
def trigger_chitchat(run: Run, frame: Frame) -> Move | None:
    """Go over to ``pattern_chitchat``."""
    return _replace_by("pattern_chitchat", run, frame)
