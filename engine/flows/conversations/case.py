"""One conversation of a test file, read and checked.

>>> case = load_case(Path("tests/flows/accueil/incompris.seul.yml"), Path("."))
>>> case.turns[0].user != ""
True
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
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
from engine.flows.report import Report
from engine.flows.run import LISTEN
from engine.flows.shapes import (
    Anything,
    Key,
    ListOf,
    Literal,
    MapOf,
    OneOf,
    Record,
    Text,
    Where,
)
from engine.flows.source import Position, YamlMap, read_file

RESTART = "action_restart"
#: Actions of the host that nobody sees: they are not counted among the replies.
UNSEEN = frozenset({LISTEN, RESTART, "action_session_start"})


class Speed(enum.StrEnum):
    """How a conversation is played."""

    LOGIC = "logic"  # the commands are given: milliseconds, no Rasa
    FULL = "full"  # the text goes through the trained model


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be true after a turn; None says nothing."""

    # Names of responses and of the project's actions, in order.
    replies: tuple[str, ...] | None = None
    # Some slots with their values; None is an empty slot.
    slots: Mapping[str, Any] = field(default_factory=dict)
    # The project's flows that are open, bottom first.
    stack: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message and what must follow."""

    # What the person wrote; empty for a tap.
    user: str
    # Payload of the button that was tapped; empty for a text.
    tap: str
    # What the text means, for logic speed.
    commands: tuple[Command, ...]
    expect: Expectation
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """One run of an action that is not really run."""

    fails: bool = False
    # Slots that it writes.
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One conversation of a file."""

    # Relative to the project folder.
    path: str
    # What it protects, in a few words.
    title: str
    speeds: frozenset[Speed]
    # Action -> what it does at logic speed, run after run; the last one repeats. An action that is
    # not named runs well and writes nothing.
    stubs: Mapping[str, tuple[Stub, ...]]
    turns: tuple[Turn, ...]

    @property
    def failing(self) -> frozenset[str]:
        """Actions that fail whenever they are run: what can be staged at full speed too."""
        return frozenset(
            name for name, runs in self.stubs.items() if all(run.fails for run in runs)
        )


# -- the grammar -----------------------------------------------------------------------------

_PLAIN_COMMANDS: Mapping[str, Command] = {
    "cancel": CancelFlow(),
    "skip": SkipQuestion(),
    "handoff": RunPattern("pattern_human_handoff"),
    "restart": RunPattern("pattern_restart"),
    "repeat": RunPattern("pattern_repeat_bot_messages"),
    "chitchat": RunPattern("pattern_chitchat"),
    "wait": RunPattern("pattern_wait"),
    "search": RunPattern("pattern_search"),
    "cannot_handle": CannotHandle(),
}
_NAMES = ListOf(Text("a name"), called="name")
_COMMAND = OneOf(
    (
        Literal(tuple(_PLAIN_COMMANDS)),
        Record(
            "command",
            (
                Key("start_flow", Text("a flow id"), "the flow that the message asks for"),
                Key("set_slot", MapOf(Anything(), called="slot"), "slot -> value that it gives"),
                Key("clarify", _NAMES, "the flows that it may ask for"),
                Key("fail", Text("an error type"), "why it cannot even be read"),
                Key("cannot_handle", Text("a reason"), "why nothing can be made of it"),
            ),
        ),
    )
)
_EXPECT = Record(
    "expectation",
    (
        Key("replies", _NAMES, "responses and actions, in order"),
        Key("slots", MapOf(Anything(), called="slot"), "slot -> value after the turn"),
        Key("stack", _NAMES, "flows that are open after the turn"),
    ),
)
_STUB = OneOf(
    (
        Literal(("fail",)),
        Record(
            "run",
            (
                Key(
                    "slots",
                    MapOf(Anything(), called="slot"),
                    "slot -> value that it writes",
                    required=True,
                ),
            ),
        ),
    )
)
CASE = Record(
    "conversation",
    (
        Key("conversation", Text(), "what it protects, in a few words", required=True),
        Key(
            "speed",
            ListOf(Literal(tuple(Speed)), minimum=1, called="speed"),
            "both if left out, logic alone when a stub writes slots",
        ),
        Key(
            "stub",
            MapOf(OneOf((_STUB, ListOf(_STUB, minimum=1, called="run"))), called="action"),
            "action -> fail, or the slots that it writes; a list for one after the other",
        ),
        Key(
            "turns",
            ListOf(
                Record(
                    "turn",
                    (
                        Key("user", Text(lenient=True), "what the person writes"),
                        Key("tap", Text(), "payload of the button that the person taps"),
                        Key("commands", ListOf(_COMMAND, called="command"), "what it means"),
                        Key("expect", _EXPECT, "what must follow", required=True),
                    ),
                ),
                minimum=1,
                called="turn",
            ),
            "messages, in order",
            required=True,
        ),
    ),
)


def load_case(file: Path, root: Path) -> Case:
    """Read one file.

    Raises :class:`~engine.errors.ProjectError` that lists every fault with its place.
    """
    path = file.relative_to(root).as_posix()
    content = read_file(file, path)
    report = Report()
    at = content.position if isinstance(content, YamlMap) else Position(path, 1, 1)
    if CASE.check(content, at, Where("conversation", "the conversation", report)):
        _check_turns(content, report)
    if report.problems:
        raise ProjectError("\n".join(str(problem) for problem in report.problems))
    return Case(
        path=path,
        title=content["conversation"],
        speeds=_speeds(content),
        stubs={name: _stubs(raw) for name, raw in (content.get("stub") or {}).items()},
        turns=tuple(_turn(raw) for raw in content["turns"]),
    )


def _speeds(content: YamlMap) -> frozenset[Speed]:
    named = content.get("speed")
    if named:
        return frozenset(map(Speed, named))
    # What a stub writes cannot be staged where the real actions run.
    stubs = (content.get("stub") or {}).values()
    writes = any(not run.fails for raw in stubs for run in _stubs(raw))
    return frozenset({Speed.LOGIC} if writes else Speed)


def _stubs(raw: Any) -> tuple[Stub, ...]:
    runs = raw if isinstance(raw, list) else [raw]
    return tuple(
        Stub(fails=True) if run == "fail" else Stub(slots=dict(run["slots"])) for run in runs
    )


def _check_turns(content: YamlMap, report: Report) -> None:
    for turn in content["turns"]:
        at = turn.position
        if ("user" in turn) == ("tap" in turn):
            report.error("conversation.turn", at, "a turn has either 'user' or 'tap'")
        elif "tap" in turn and "commands" in turn:
            at = turn.position_of("commands")
            report.error("conversation.turn", at, "a tap says itself what it means: no commands")
        elif "user" in turn and not turn.get("commands") and Speed.LOGIC in _speeds(content):
            cure = "add them, or write 'speed: [full]'"
            report.error("conversation.turn", at, "the turn has no commands", cure)
        for raw in turn.get("commands") or ():
            if isinstance(raw, YamlMap) and len(raw) != 1:
                report.error("conversation.command", raw.position, "one command per item")


def _turn(raw: YamlMap) -> Turn:
    expect = raw.get("expect") or {}
    replies, stack = expect.get("replies"), expect.get("stack")
    return Turn(
        user=str(raw.get("user", "")),
        tap=raw.get("tap", ""),
        commands=tuple(c for item in raw.get("commands") or () for c in _commands(item)),
        expect=Expectation(
            replies=None if replies is None else tuple(replies),
            slots=dict(expect.get("slots") or {}),
            stack=None if stack is None else tuple(stack),
        ),
        position=raw.position,
    )


def _commands(raw: Any) -> Iterator[Command]:
    if isinstance(raw, str):
        yield _PLAIN_COMMANDS[raw]
        return
    for name, value in raw.items():
        if name == "start_flow":
            yield StartFlow(value)
        elif name == "set_slot":
            yield from (SetSlot(slot, given) for slot, given in value.items())
        elif name == "clarify":
            yield Clarify(tuple(value))
        elif name == "fail":
            yield Fail(value)
        else:
            yield CannotHandle(value)
