"""Plays a conversation at logic speed against flows written in a test.

play = Play(tmp_path, "flows: ...", "slots: ...")
assert play(StartFlow("a")) == ["utter_x"]

Between any two calls of the interpreter the state goes through JSON.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from engine.flows.commands import Command
from engine.flows.events import FlowEvent
from engine.flows.interpreter import Outcome, handle, proceed
from engine.flows.project import Project, load_project
from engine.flows.run import LISTEN
from engine.flows.state import State
from engine.flows.understanding import Utterance, commands_for


def project_of(folder: Path, flows: str, domain: str = "") -> Project:
    """Write ``flows`` and ``domain`` into ``folder`` and load them."""
    (folder / "flows.yml").write_text(textwrap.dedent(flows), encoding="utf-8")
    if domain:
        (folder / "domain.yml").write_text(textwrap.dedent(domain), encoding="utf-8")
    return load_project(folder)


class Play:
    """One conversation."""

    def __init__(self, folder: Path, flows: str, domain: str = "") -> None:
        self.project = project_of(folder, flows, domain)
        self.flows = self.project.flows
        self.state = State()
        self.slots: dict[str, Any] = dict(self.flows.domain.initial_values)
        self.events: list[FlowEvent] = []

    def __call__(
        self,
        *commands: Command,
        fail: Collection[str] = (),
        results: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> list[str]:
        """Give ``commands`` as one message; return the actions that ran.

        Those of ``fail`` fail; ``results`` are the slots that others write.
        """
        self.events = []
        outcome = self._take(handle(self.flows, self.state, self.slots, commands))
        ran: list[str] = []
        while outcome.action != LISTEN:
            ran.append(outcome.action)
            assert len(ran) < 200, "the turn does not end"
            failed = outcome.action in fail
            self.slots.update((results or {}).get(outcome.action, {}))
            outcome = self._take(proceed(self.flows, self.state, self.slots, failed=failed))
        return ran

    def say(
        self, text: str, intent: str = "", confidence: float = 0.9, **entities: Any
    ) -> list[str]:
        """Give a message as understood by an NLU pipeline."""
        said = Utterance(
            text=text,
            intent=intent,
            confidence=confidence if intent else 0.0,
            entities=tuple({"entity": k, "value": v} for k, v in entities.items()),
        )
        return self(*commands_for(self.flows, self.state, self.slots, said))

    def _take(self, outcome: Outcome) -> Outcome:
        self.slots.update(outcome.slots)
        self.events += outcome.events
        self.state = State.from_json(json.loads(json.dumps(outcome.state.to_json())))
        return outcome

    @property
    def open(self) -> list[str]:
        """Return the project's flows on the stack, bottom first."""
        return self.state.open_flows

    def event_names(self) -> list[str]:
        """Return the events of the last message, as ``name:flow``."""
        return [f"{e.to_json()['event']}:{e.flow}" for e in self.events]
