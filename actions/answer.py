"""What plain code decided: sentences of the domain with what fills them, slots, effects.

>>> Answer(response="utter_adresse", values={"repere": "derrière le marché"}).response
'utter_adresse'
>>> Outcome(slots={"rendez_vous": 3}).answers
()

Actions pass it on to Rasa, so that the modules that decide need no Rasa to be tested, and the words
stay in the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.delivery.contracts import Effect
from engine.messages import Choice, Document, Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One sentence to send."""

    # Name of a response of the domain.
    response: str
    # What its braces are filled with.
    values: Mapping[str, str] = field(default_factory=dict)
    # Offered below it, after the buttons that the domain gives the response.
    choices: tuple[Choice, ...] = ()
    # Sent after the text.
    location: Location | None = None
    # Sent with the text as its caption.
    document: Document | None = None

    def message(self) -> dict[str, Any]:
        """Return the arguments of the SDK's ``utter_message``."""
        said: dict[str, Any] = {"response": self.response, **self.values}
        if self.choices:
            said["buttons"] = [asdict(choice) for choice in self.choices]
        extras: dict[str, Any] = {}
        if self.location is not None:
            extras["location"] = asdict(self.location)
        if self.document is not None:
            extras["document"] = asdict(self.document)
        if extras:
            said["json_message"] = extras
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that an action wants."""

    answers: tuple[Answer, ...] = ()
    # Slots to write, JSON values; the flow branches on them.
    slots: Mapping[str, Any] = field(default_factory=dict)
    # Done in the transaction that stores the turn.
    effects: tuple[Effect, ...] = ()
