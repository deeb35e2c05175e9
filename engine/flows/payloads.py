"""What a button carries: ``/SetSlots(slot=value, ...)`` or ``/intent{"entity": "value"}``.

>>> parse_payload('/SetSlots(jour=mardi, confirme=true)')
Payload(slots=(('jour', 'mardi'), ('confirme', 'true')), intent='', entities=())
>>> parse_payload('/saluer{"nom": "Awa"}').intent
'saluer'
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_SET_SLOTS = re.compile(r"/SetSlots?\((?P<body>.*)\)\s*$", re.DOTALL)
_INTENT = re.compile(r"/(?P<name>[^{@;\s]+)(?:@[0-9.]+)?\s*(?P<entities>\{.*\})?\s*$", re.DOTALL)
# name=value, a value being quoted or reaching to the next "name=" or the end.
_PAIR = re.compile(
    r"\s*(?P<name>[^\s=,()]+)\s*=\s*"
    r"(?P<value>\"[^\"]*\"|'[^']*'|.*?)\s*(?:,(?=\s*[^\s=,()]+\s*=)|$)",
    re.DOTALL,
)
_NOTHING = frozenset({"null", "none", "undefined", ""})


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload, read."""

    # Slots and values, in order; a value of None empties the slot.
    slots: tuple[tuple[str, Any], ...] = ()
    # Explicit intent, when it is not a SetSlots.
    intent: str = ""
    entities: tuple[tuple[str, Any], ...] = ()


def parse_payload(text: str) -> Payload | None:
    """Read ``text``; None when it does not begin with a slash, or is malformed."""
    text = text.strip()
    found = _SET_SLOTS.match(text)
    if found:
        slots = _pairs(found["body"])
        return None if slots is None else Payload(slots=slots)
    found = _INTENT.match(text)
    if not found or found["name"].startswith(("SetSlot(", "SetSlots(")):
        return None
    entities: Any = {}
    if found["entities"]:
        try:
            entities = json.loads(found["entities"])
        except ValueError:
            return None
    if not isinstance(entities, dict):
        return None
    return Payload(intent=found["name"], entities=tuple(entities.items()))


def _pairs(body: str) -> tuple[tuple[str, Any], ...] | None:
    pairs: list[tuple[str, Any]] = []
    at = 0
    while at < len(body):
        found = _PAIR.match(body, at)
        if not found or found.end() == at:
            return None
        pairs.append((found["name"], _value(found["value"])))
        at = found.end()
    return tuple(pairs) or None


def _value(text: str) -> Any:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return None if text.casefold() in _NOTHING else text
