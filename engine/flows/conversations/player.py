"""Plays a conversation by the flows alone: the commands are given, no action is really run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.flows.commands import Command
from engine.flows.conversations.case import Case, Stub, Turn
from engine.flows.events import FlowEvent
from engine.flows.flow_set import FlowSet
from engine.flows.interpreter import Outcome, handle, proceed
from engine.flows.run import LISTEN
from engine.flows.state import State
from engine.flows.understanding import Utterance, commands_for

RESTART = "action_restart"
#: Actions of the host that nobody sees: they are not counted among the replies.
UNSEEN = frozenset({LISTEN, RESTART, "action_session_start"})

#: Told of everything that happens, for measuring what the conversations reach.
Watcher = Callable[[FlowEvent], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen after a turn, at whatever speed."""

    replies: tuple[str, ...]
    slots: Mapping[str, Any]
    stack: tuple[str, ...]


def play(flows: FlowSet, case: Case, watch: Watcher = lambda event: None) -> list[Observed]:
    """Play ``case`` by its commands and return what was seen after each turn."""
    player = _Player(flows, case.stubs, watch)
    return [player.hear(turn) for turn in case.turns]


class _Player:
    """The simplest host of the interpreter: keeps state and slots, runs nothing."""

    def __init__(
        self, flows: FlowSet, stubs: Mapping[str, tuple[Stub, ...]], watch: Watcher
    ) -> None:
        self._flows = flows
        self._stubs = stubs
        self._watch = watch
        self._runs: Counter[str] = Counter()
        self._state: dict[str, Any] = State().to_json()
        self._slots: dict[str, Any] = dict(flows.domain.initial_values)

    def hear(self, turn: Turn) -> Observed:
        commands: tuple[Command, ...] = turn.commands
        if turn.tap:
            said = Utterance(text=turn.tap)
            commands = commands_for(self._flows, self._stored(), self._slots, said)
        replies: list[str] = []
        outcome = handle(self._flows, self._stored(), self._slots, commands)
        while self._keep(outcome) != LISTEN:
            if outcome.action not in UNSEEN:
                replies.append(outcome.action)
            failed = self._run(outcome.action)
            outcome = proceed(self._flows, self._stored(), self._slots, failed=failed)
        return Observed(
            replies=tuple(replies),
            slots=dict(self._slots),
            stack=tuple(self._stored().open_flows),
        )

    def _run(self, action: str) -> bool:
        """Do what the stub of ``action`` does; return whether it failed."""
        runs = self._stubs.get(action, (Stub(),))
        stub = runs[min(self._runs[action], len(runs) - 1)]
        self._runs[action] += 1
        self._slots |= stub.slots
        return stub.fails

    def _stored(self) -> State:
        return State.from_json(self._state)

    def _keep(self, outcome: Outcome) -> str:
        """Store what came out, as a host would; return the action to run."""
        for event in outcome.events:
            self._watch(event)
        self._slots |= outcome.slots
        self._state = json.loads(json.dumps(outcome.state.to_json()))
        if outcome.action == RESTART:
            # Nothing is left to go on with: the host listens.
            self._state = State().to_json()
            self._slots = dict(self._flows.domain.initial_values)
            return LISTEN
        return outcome.action
