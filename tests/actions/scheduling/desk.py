"""A person who talks to the actions of scheduling, each run through Rasa's action protocol.

::

    awa.slots["motif"] = "bapteme"
    said = awa.runs("action_ask_avec_qui")
    assert titles(said[0]) == ["Père André", "Père Joseph"]

What an action writes is kept, as the tracker would keep it.
"""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.executor import ActionExecutor

from actions.house import House
from engine.tenants import Tenant
from engine.tenants.sections.appointments import AppointmentPolicy, Purpose, Resource
from tests.actions.parishes import parish
from tests.engine.appointments.offices import hours

#: A Monday morning.
MONDAY = datetime.fromisoformat("2026-11-23T08:00+00:00")

#: What an action had said: the name of the response, its values and its choices.
Said = dict[str, Any]

_IDS = itertools.count(1)


class Clock:
    """The clock of a house, moved by hand."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


def tenant(**changes: object) -> Tenant:
    """Return a parish with two priests, who do not do the same, and an office."""
    andre = Resource(
        id="pere_andre",
        name="le père André",
        title="Père André",
        purposes=frozenset({"bapteme", "mariage"}),
        weekly=((), hours("15:30-18:00"), (), hours("15:30-18:00"), (), (), ()),
    )
    joseph = Resource(
        id="pere_joseph",
        name="le père Joseph",
        title="Père Joseph",
        purposes=frozenset({"bapteme"}),
        weekly=((), hours("16:00-17:00"), hours("09:30-11:00"), (), (), (), ()),
    )
    office = Resource(
        id="secretariat",
        name="le secrétariat",
        title="Secrétariat",
        purposes=frozenset({"certificat", "mariage"}),
    )
    facts: dict[str, Any] = {
        "resources": (andre, joseph, office),
        "purposes": (
            Purpose(id="bapteme", name="un baptême", title="Baptême"),
            Purpose(id="mariage", name="un mariage", title="Mariage", question="Une date ?"),
            Purpose(id="certificat", name="un certificat", title="Certificat"),
        ),
        "horizon_days": 10,
        **changes,
    }
    return parish(sections=(AppointmentPolicy(**facts),))


class Person:
    """One conversation, as far as the actions see it."""

    def __init__(self, house: House, executor: ActionExecutor, contact: str) -> None:
        self.house = house
        self._executor = executor
        self.sender = f"paroisse:{contact}"
        self.slots: dict[str, Any] = {}
        self.message = "m0"
        self.text = ""

    def says(self, text: str, **slots: Any) -> None:
        """Begin a new message, whose words or whose tap fill ``slots``."""
        self.message = f"m{next(_IDS)}"
        self.text = text
        self.slots |= slots

    def runs(self, action: str) -> list[Said]:
        """Run ``action`` on the message and return what it said."""
        tracker = {
            "sender_id": self.sender,
            "slots": self.slots,
            "latest_message": {"text": self.text, "message_id": self.message},
        }
        call = {"next_action": action, "tracker": tracker, "domain": {}}
        answer = asyncio.run(self._executor.run(call))
        assert answer is not None
        self.slots |= {event["name"]: event["value"] for event in answer["events"]}
        responses: list[Said] = answer["responses"]
        return responses

    def answers(self, slot: str, value: str, text: str = "") -> list[Said]:
        """Answer the question for ``slot`` and return what is said before the next one."""
        self.says(text, **{slot: value})
        return self.runs(f"validate_{slot}")

    def books(self, purpose: str, resource: str, slot: str) -> None:
        """Take an appointment without a word too many."""
        self.slots = {"motif": purpose, "avec_qui": resource}
        assert self.answers("creneau", slot) == []
        self.says("")
        assert self.runs("action_reserver_rendez_vous") == []
        assert self.slots["etat_reservation"] == "faite"
        self.slots = {}


def titles(said: Said) -> list[str]:
    """Return what the choices that an action adds to an answer say."""
    return [button["title"] for button in said["buttons"]]


def payloads(said: Said) -> list[str]:
    """Return what the choices that an action adds to an answer send."""
    return [button["payload"] for button in said["buttons"]]


def offered(said: Said, what: str = "creneau") -> list[str]:
    """Return the hours that an answer offers, or their ``numero`` or ``personne``."""
    return [said[f"{what}_{number}"] for number in range(1, 4) if f"{what}_{number}" in said]


HOUR = timedelta(hours=1)
