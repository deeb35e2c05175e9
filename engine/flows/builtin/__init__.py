"""Actions that the engine runs itself, inside an advance, by the names that Rasa gave them.

One file per action. An action gets the run and its frame; it answers with a move, or None when the
step is simply done.
"""

from engine.flows.builtin import (
    cancel_flow,
    cancel_interrupted_flows,
    clarify_flows,
    clean_stack,
    continue_interrupted_flow,
    correct_flow_slot,
    count_misses,
    digression,
    run_slot_rejections,
    skip_question,
    trigger_pattern,
    voice,
    wait_for_answer,
)
from engine.flows.builtin.base import BUILTIN_ACTIONS

__all__ = [
    "BUILTIN_ACTIONS",
    "cancel_flow",
    "cancel_interrupted_flows",
    "clarify_flows",
    "clean_stack",
    "continue_interrupted_flow",
    "correct_flow_slot",
    "count_misses",
    "digression",
    "run_slot_rejections",
    "skip_question",
    "trigger_pattern",
    "voice",
    "wait_for_answer",
]
