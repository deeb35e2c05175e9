"""The step types. Importing this package registers them all."""

from engine.flows.steps import action, call, collect, link, noop, set_slots
from engine.flows.steps.base import STEP_TYPES, Step, type_of

__all__ = [
    "STEP_TYPES",
    "Step",
    "action",
    "call",
    "collect",
    "link",
    "noop",
    "set_slots",
    "type_of",
]
