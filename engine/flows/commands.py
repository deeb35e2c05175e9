"""What a person may want of the dialogue: the input of the interpreter.

Understanding (intents, buttons, the answer to a question) produces these; so do tests, directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class StartFlow:
    """Begin a flow; resumes it when it is open already."""

    flow: str
    # Asked for by an explicit "/intent": the guard is not consulted.
    bypass_guard: bool = False


@dataclass(frozen=True, slots=True)
class SetSlot:
    """Give a slot a value: the answer to a question, or a correction."""

    slot: str
    value: Any
    # By the button that carries it: the person may touch one of long ago.
    tapped: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class CancelFlow:
    """Give up what is being done."""


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """Refuse to answer the question."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Several flows fit; none is certain."""

    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunPattern:
    """Any other pattern that a message may call for, by its name.

    ``pattern_chitchat``, ``pattern_search``, ``pattern_human_handoff``, ``pattern_restart``,
    ``pattern_repeat_bot_messages``, ``pattern_session_start``, ``pattern_user_silence``, ...
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class CannotHandle:
    """Nothing could be made of the message."""

    # "" | "cannot_handle_chitchat" | "cannot_handle_not_supported" |
    # "cannot_handle_no_relevant_answer" | "cannot_handle_media" (ours) |
    # "cannot_handle_undecided" (ours)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fail:
    """The message itself cannot be processed: empty, or longer than allowed."""

    # "rasa_internal_error_user_input_empty" | "rasa_internal_error_user_input_too_long" |
    # "rasa_internal_error_default"
    error_type: str
    info: Mapping[str, Any] = field(default_factory=dict, hash=False)


Command = (
    StartFlow | SetSlot | CancelFlow | SkipQuestion | Clarify | RunPattern | CannotHandle | Fail
)


def pattern_command(pattern: str) -> Command:
    """Return what a message asks for that calls for ``pattern``, by its name.

    >>> pattern_command("pattern_cancel_flow"), pattern_command("pattern_restart")
    (CancelFlow(), RunPattern(pattern='pattern_restart'))
    """
    match pattern:
        case "pattern_cancel_flow":
            return CancelFlow()
        case "pattern_skip_question":
            return SkipQuestion()
        case "pattern_cannot_handle":
            return CannotHandle("cannot_handle_not_supported")
        case "pattern_clarification":
            return Clarify()
    return RunPattern(pattern)
