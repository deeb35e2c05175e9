"""What a person said, as the NLU pipeline understood it.

>>> Utterance(text="messe mardi", intent="horaires_messe", confidence=0.9).typed
False
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One of several things that a message asks for."""

    intent: str
    # From 0 to 1.
    confidence: float
    # Rasa's entity records of this part of the message.
    entities: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One message of a person, as understood by the NLU pipeline."""

    text: str
    intent: str = ""
    # From 0 to 1.
    confidence: float = 0.0
    # Rasa's entity records: "entity", "value", "role", "group".
    entities: tuple[Mapping[str, Any], ...] = ()
    # Other intents with their confidence, best first.
    ranking: tuple[tuple[str, float], ...] = ()
    # True for a person's own words: nothing that they begin with is an order to the engine.
    typed: bool = False
    # What the message asks for, in its order, when that is more than one thing.
    requests: tuple[Request, ...] = ()
    # True when it tells what may be pressing as one who gives a reason: an answer, where one is
    # asked for.
    told: bool = False

    def of(self, request: Request) -> Utterance:
        """Return the part of the message that is ``request``."""
        return Utterance(
            text=self.text,
            intent=request.intent,
            confidence=request.confidence,
            entities=request.entities,
        )

    def is_mostly(self, entities: Iterable[Mapping[str, Any]], share: float = 0.5) -> bool:
        """Tell whether these entities make up at least ``share`` of the message."""
        covered: set[int] = set()
        for entity in entities:
            covered.update(range(int(entity.get("start") or 0), int(entity.get("end") or 0)))
        return bool(covered) and len(covered) >= share * len(self.text.strip())
