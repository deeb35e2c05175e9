"""A house with two families, a clock that can be moved, and the actions as the flows run them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.house import House
from engine.storage.database import Database
from engine.tenants import Tenants
from tests.actions.parishes import parish
from tests.engine.families.parish_school import CALENDAR, NOW, RING, fill

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = yaml.safe_load((ROOT / "domain" / "catechese.yml").read_text(encoding="utf-8"))
#: Where the last question is remembered, whatever it was about.
LAST_QUESTION = "sujet_dit"


@dataclass
class Parent:
    """A person whose slots are kept from action to action, as a conversation keeps them."""

    executor: ActionExecutor
    sender: str
    slots: dict[str, Any] = field(default_factory=dict)
    messages: Iterator[int] = field(default_factory=itertools.count)
    # What was said by the last action: the SDK's records.
    said: list[dict[str, Any]] = field(default_factory=list)

    def does(
        self,
        action: str,
        text: str = "x",
        message: str = "",
        events: Sequence[dict[str, Any]] = (),
        **slots: Any,
    ) -> list[str]:
        """Run one action; return the names of the responses that it sent."""
        self.slots |= slots
        tracker = {
            "sender_id": self.sender,
            "slots": dict(self.slots),
            "latest_message": {"text": text, "message_id": message or f"m{next(self.messages)}"},
            "events": list(events),
        }
        call = {"next_action": action, "tracker": tracker, "domain": {}}
        answer = asyncio.run(self.executor.run(call))
        assert answer is not None
        for event in answer["events"]:
            assert event["event"] == "slot"
            assert event["name"] in DOMAIN["slots"] or event["name"] == LAST_QUESTION
            values = DOMAIN["slots"].get(event["name"], {}).get("values")
            assert event["value"] is None or values is None or event["value"] in values
            self.slots[event["name"]] = event["value"]
        self.said = answer["responses"]
        return [said["response"] for said in self.said]

    def proves(self, code: str) -> str:
        """Give a code as ``rasa shell`` does; return what the flow is told."""
        assert self.does("action_essayer_code", code_parent=code) == []
        assert self.slots["code_parent"] is None
        return str(self.slots["acces_parent"])

    def text(self, number: int = 0) -> str:
        """Return what the person reads, its blanks filled."""
        said = dict(self.said[number])
        (variation,) = DOMAIN["responses"][said["response"]]
        return str(variation["text"].format(**said))


@dataclass
class School:
    """The house with its clock."""

    house: House
    executor: ActionExecutor
    now: datetime = NOW

    @property
    def database(self) -> Database:
        """The database of the house."""
        return self.house.database

    def parent(self, contact: str = "c1", tenant: str = "paroisse") -> Parent:
        """Return somebody who has said nothing yet."""
        return Parent(self.executor, f"{tenant}:{contact}")


@pytest.fixture(scope="session")
def executor() -> ActionExecutor:
    made = ActionExecutor()
    made.register_package("actions")
    return made


@pytest.fixture
def school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executor: ActionExecutor
) -> Iterator[School]:
    tenants = [parish(sections=(CALENDAR,)), parish(id="ecole", sections=(CALENDAR,))]
    made: School
    house = House(
        tenants=Tenants(tenants),
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        now=lambda: made.now,
        base_url="https://accueil.example",
        open_keyring=lambda: RING,
    )
    made = School(house, executor)
    fill(house.database)
    monkeypatch.setattr("actions.base.current_house", lambda: house)
    yield made
    house.database.close()
