"""The grammar of a flow: its keys, for the reader, the editors and the reference page."""

from __future__ import annotations

from engine.flows import steps as _registered  # noqa: F401  (step types register on import)
from engine.flows.shapes import Anything, Flag, Key, ListOf, MapOf, Number, OneOf, Record, Text
from engine.flows.steps.base import CONDITION, STEPS

_INTENT = OneOf(
    (
        Text("an intent name", refers_to="intent"),
        Record(
            "intent trigger",
            (
                Key(
                    "name",
                    Text("an intent name", refers_to="intent"),
                    "intent that starts the flow",
                    required=True,
                ),
                Key(
                    "confidence_threshold",
                    Number(minimum=0, maximum=1),
                    "least confidence of the intent, from 0 to 1",
                    default=0.0,
                ),
            ),
        ),
    )
)
_TRIGGER = Record(
    "trigger", (Key("intent", _INTENT, "intent that starts the flow", required=True),)
)
_FLOWS = OneOf((Flag(), ListOf(Text("a flow id", refers_to="flow"), called="flow")))

FLOW = Record(
    "flow",
    (
        Key("name", Text(lenient=True), "label for people, used in texts; unique"),
        Key(
            "description",
            Text(lenient=True),
            "what the flow does for a person, one sentence; unique",
            required=True,
        ),
        Key("if", CONDITION, "the flow can only be started while this holds; false: never"),
        Key(
            "nlu_trigger",
            ListOf(_TRIGGER, minimum=1, called="trigger"),
            "intents that start the flow; one intent starts one flow",
        ),
        Key("steps", STEPS, "what happens, in order", required=True),
        Key(
            "persisted_slots",
            ListOf(Text("a slot name", refers_to="slot"), called="slot"),
            "slots that keep their value when the flow ends",
        ),
        Key(
            "run_pattern_completed",
            Flag(),
            "false: end quietly, without pattern_completed",
            default=True,
        ),
        Key("always_include_in_prompt", Flag(), "for language models only", default=False),
        Key("block_digressions", _FLOWS, "flows that must wait until this one has ended"),
        Key("ask_confirm_digressions", _FLOWS, "flows to start only after a confirmation"),
        Key(
            "heard_anywhere",
            Flag(),
            "true: starts whatever is being asked, for what cannot wait",
            default=False,
            extension=True,
        ),
        Key("translation", MapOf(Anything()), "the name in other languages, by their code"),
        Key("file_path", Text(), "set by tools; not for authors"),
    ),
    hints={
        "scope": "flows have no scope; remove it",
        "nlu_triggers": "did you mean 'nlu_trigger'?",
        "condition": "did you mean 'if'?",
    },
)
