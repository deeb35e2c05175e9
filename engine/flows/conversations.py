"""Conversations in YAML that must keep working, and how one is played by the logic alone.

::

    conversation: un rendez-vous, du premier mot au récapitulatif
    turns:
      - user: je voudrais un rendez-vous pour un baptême
        commands: [{start_flow: prendre_rendez_vous}, {set_slot: {motif: bapteme}}]
        expect:
          replies: [utter_ask_jour]
          slots: {motif: bapteme}
          stack: [prendre_rendez_vous]

One file is one conversation. At logic speed the ``commands`` are given and no Rasa is needed
(:func:`play`); at full speed the text goes through the model, and whoever plays it compares with
the same :func:`describe_failures`. The flow state is turned to JSON and back at every step.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import ProjectError, shorten
from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Command,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from engine.flows.flow_set import FlowSet
from engine.flows.interpreter import Outcome, handle, proceed
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
from engine.flows.state import State
from engine.flows.understanding import Utterance, commands_for

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
class Case:
    """One conversation of a file."""

    # Relative to the project folder.
    path: str
    # What it protects, in a few words.
    title: str
    speeds: frozenset[Speed]
    # Actions that fail when they are run.
    failing: frozenset[str]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen after a turn, at whatever speed."""

    replies: tuple[str, ...]
    slots: Mapping[str, Any]
    stack: tuple[str, ...]


# -- the grammar -----------------------------------------------------------------------------

_PLAIN_COMMANDS: Mapping[str, Command] = {
    "cancel": CancelFlow(),
    "skip": SkipQuestion(),
    "handoff": RunPattern("pattern_human_handoff"),
    "restart": RunPattern("pattern_restart"),
    "repeat": RunPattern("pattern_repeat_bot_messages"),
    "chitchat": RunPattern("pattern_chitchat"),
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
CASE = Record(
    "conversation",
    (
        Key("conversation", Text(), "what it protects, in a few words", required=True),
        Key("speed", ListOf(Literal(tuple(Speed)), minimum=1, called="speed"), "both if left out"),
        Key("stub", MapOf(Literal(("fail",)), called="action"), "action -> fail"),
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
        failing=frozenset(content.get("stub") or ()),
        turns=tuple(_turn(raw) for raw in content["turns"]),
    )


def _speeds(content: YamlMap) -> frozenset[Speed]:
    return frozenset(Speed(name) for name in content.get("speed") or Speed)


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
        else:
            yield CannotHandle(value)


# -- logic speed -----------------------------------------------------------------------------


def play(flows: FlowSet, case: Case) -> list[Observed]:
    """Play ``case`` by its commands and return what was seen after each turn."""
    player = _Player(flows, case.failing)
    return [player.hear(turn) for turn in case.turns]


class _Player:
    """The simplest host of the interpreter: keeps state and slots, runs nothing."""

    def __init__(self, flows: FlowSet, failing: frozenset[str]) -> None:
        self._flows = flows
        self._failing = failing
        self._state: dict[str, Any] = State().to_json()
        self._slots: dict[str, Any] = dict(flows.domain.initial_values)

    def hear(self, turn: Turn) -> Observed:
        commands = turn.commands
        if turn.tap:
            said = Utterance(text=turn.tap)
            commands = commands_for(self._flows, self._stored(), self._slots, said)
        replies: list[str] = []
        outcome = handle(self._flows, self._stored(), self._slots, commands)
        while self._keep(outcome) != LISTEN:
            if outcome.action not in UNSEEN:
                replies.append(outcome.action)
            failed = outcome.action in self._failing
            outcome = proceed(self._flows, self._stored(), self._slots, failed=failed)
        return Observed(
            replies=tuple(replies),
            slots=dict(self._slots),
            stack=tuple(self._stored().open_flows),
        )

    def _stored(self) -> State:
        return State.from_json(self._state)

    def _keep(self, outcome: Outcome) -> str:
        """Store what came out, as a host would; return the action to run."""
        self._slots |= outcome.slots
        self._state = json.loads(json.dumps(outcome.state.to_json()))
        if outcome.action == RESTART:
            # Nothing is left to go on with: the host listens.
            self._state = State().to_json()
            self._slots = dict(self._flows.domain.initial_values)
            return LISTEN
        return outcome.action


# -- comparing -------------------------------------------------------------------------------


def describe_failures(case: Case, seen: Sequence[Observed]) -> str:
    """Return what differs from the expectations, turn by turn; empty when nothing does."""
    lines: list[str] = []
    for number, (turn, observed) in enumerate(zip(case.turns, seen, strict=True), start=1):
        found = list(_differences(turn.expect, observed))
        if found:
            said = f"taps {turn.tap}" if turn.tap else f"writes {shorten(turn.user)}"
            where = f"{turn.position.path}:{turn.position.line}"
            lines += [f"{where}: turn {number}, the person {said}", *found]
    ran = {name for observed in seen for name in observed.replies}
    lines += [
        f"{case.path}: the stub of {name!r} was never used" for name in sorted(case.failing - ran)
    ]
    return "\n".join(lines)


def _differences(expect: Expectation, got: Observed) -> Iterator[str]:
    if expect.replies is not None and expect.replies != got.replies:
        yield from _listed("replies", expect.replies, got.replies)
    for slot, value in expect.slots.items():
        if slot not in got.slots:
            yield f"  slot {slot!r} does not exist"
        elif got.slots[slot] != value or isinstance(got.slots[slot], bool) is not isinstance(
            value, bool
        ):
            yield f"  slot {slot}: expected {value!r}, got {got.slots[slot]!r}"
    if expect.stack is not None and expect.stack != got.stack:
        yield from _listed("stack", expect.stack, got.stack)


def _listed(what: str, expected: Sequence[str], got: Sequence[str]) -> Iterator[str]:
    """Show two lists side by side, the places that differ marked."""
    yield f"  {what}:"
    width = max(len(name) for name in ("expected", *expected))
    yield f"      {'expected':<{width}}  got"
    for index in range(max(len(expected), len(got))):
        left = expected[index] if index < len(expected) else "-"
        right = got[index] if index < len(got) else "-"
        yield f"    {' ' if left == right else '≠'} {left:<{width}}  {right}"
