"""What happened in a turn, in the past tense: for traces, tests and monitoring.

An event never changes a conversation; a host may ignore them all.

>>> FlowStarted(flow="saluer").to_json()
{'event': 'flow_started', 'flow': 'saluer'}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEvent:
    """Base of the events."""

    flow: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the event as JSON values, under its name in snake case."""
        kind: Any = type(self)
        name, keys = _form(kind)
        data: dict[str, Any] = {"event": name}
        for key in keys:
            value = getattr(self, key)
            if value != "":
                data[key] = value
        return data


@cache
def _form(kind: Any) -> tuple[str, tuple[str, ...]]:
    """Return how events of ``kind`` are named, and what they say."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    return name, tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStarted(FlowEvent):
    """A frame of ``flow`` was put on the stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCompleted(FlowEvent):
    """``flow`` came to its end; ``step`` was its last step."""

    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCancelled(FlowEvent):
    """``flow`` was given up at ``step``."""

    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowResumed(FlowEvent):
    """``flow``, which was waiting, is on top again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRefused(FlowEvent):
    """``flow`` was asked for, but its guard is false or it does not exist."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameDropped(FlowEvent):
    """A stored frame names a flow or step that is gone since an edit."""

    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntered(FlowEvent):
    """A step began."""

    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchTaken(FlowEvent):
    """A condition decided; ``condition`` is empty for ``else``."""

    step: str = ""
    condition: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotChanged(FlowEvent):
    """A slot got a value, by the engine or a person."""

    slot: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRejected(FlowEvent):
    """A value was refused by a rejection of its question or its slot."""

    slot: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFailed(FlowEvent):
    """An action did not come to its end."""

    step: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetExceeded(FlowEvent):
    """The flows ran in circles; everything was unwound."""

    step: str = ""
