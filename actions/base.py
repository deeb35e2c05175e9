"""The base of every custom action: a tenant, a clock and few words of Rasa.

    class ActionAdresse(FrontDeskAction):
        def name(self) -> str:
            return "action_adresse"

        async def answer(self, turn: Turn) -> Answer:
            return answer_address(turn.tenant)

An exception is not caught here: the flow sees that the action failed and takes its ``on_failure``
branch, or apologises.
"""

from __future__ import annotations

import abc
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer, Outcome
from actions.house import House, current_house
from engine.flows.normaliser import STACK_SLOT
from engine.tenants import Tenant


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The conversation as one action sees it."""

    house: House
    tracker: Tracker

    @property
    def sender(self) -> str:
        """Key of the conversation: ``"paroisse:c4f2"``; without a tenant in ``rasa shell``."""
        return str(self.tracker.sender_id)

    @cached_property
    def tenant(self) -> Tenant:
        """The tenant that the person wrote to. Raises ``KeyError`` when it is gone."""
        return self.house.tenants.of_sender(self.sender)

    @property
    def contact(self) -> str:
        """Our id of the person, without the tenant."""
        return self.sender.partition(":")[2] or self.sender

    @property
    def now(self) -> datetime:
        """This moment, on the clocks of the tenant."""
        return self.tenant.local(self.house.now())

    @property
    def message_id(self) -> str:
        """Id of the message that is being answered; empty when nobody gave it one."""
        return str(self.tracker.latest_message.get("message_id") or "")

    @property
    def typed(self) -> str:
        """The words of the message that is being answered; empty for a tap."""
        text = str(self.tracker.latest_message.get("text") or "").strip()
        return "" if text.startswith("/") else text

    @property
    def said(self) -> tuple[str, ...]:
        """What the person has written since the conversation was last at rest, newest first.

        Taps and what is hidden are left out. As far back as an action may see.
        """
        found: list[str] = []
        for event in reversed(self.tracker.events or []):
            kind, value = event.get("event"), event.get("value")
            if kind == "user" and not str(event.get("text") or "/").startswith("/"):
                found.append(str(event["text"]))
            resting = kind == "slot" and event.get("name") == STACK_SLOT
            if resting and not (isinstance(value, dict) and value.get("frames")) and found:
                break
        return tuple(found)

    def slot(self, name: str) -> str:
        """Return a slot as text; empty when it has no value."""
        value = self.value(name)
        return "" if value is None else str(value)

    def value(self, name: str) -> Any:
        """Return a slot as it is; None when it has no value."""
        return self.tracker.slots.get(name)


class FrontDeskAction(Action, abc.ABC):  # type: ignore[misc]  # Rasa's SDK has no types
    """An action that decides by plain code: what to say, which slots to write, what to have done.

    Abstract for good: the action server makes one of every class that is not.
    """

    def __init__(self, house: House | None = None) -> None:
        self._house = house

    @abc.abstractmethod
    def name(self) -> str:
        """Return the action's name in the domain."""

    @abc.abstractmethod
    async def answer(self, turn: Turn) -> Answer | Outcome | None:
        """Do the work and return what to say and to write, or None to leave all to the flow."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Serve Rasa's protocol."""
        wanted = await self.answer(Turn(house=self._house or current_house(), tracker=tracker))
        outcome = Outcome(answers=(wanted,)) if isinstance(wanted, Answer) else wanted or Outcome()
        for answer in outcome.answers:
            dispatcher.utter_message(**answer.message())
        for effect in outcome.effects:
            dispatcher.utter_message(json_message={"effect": asdict(effect)})
        return [SlotSet(name, value) for name, value in outcome.slots.items()]
