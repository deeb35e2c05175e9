"""What a person's words may be remembered as: the answer to a sensitive question never is.

At a question with ``sensitive: true`` the answer becomes its keyed hash before anything is logged:
tracker, traces and slots hold ``hmac:…`` only, and the words are gone with the turn. What asks for
something else there ("annuler", "je ne l'ai plus") is heard as ever. Where the slot is filled from
an entity, a code, nothing else is the answer: "attendez, je le cherche" is talk, no wrong code.
Elsewhere, whatever looks like a code is masked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import UserUttered

from engine.components.fold import utterance_of
from engine.flows.commands import SetSlot
from engine.flows.flow_set import FlowSet
from engine.flows.payloads import parse_payload
from engine.flows.state import State
from engine.flows.understanding import commands_for
from engine.french.codes import is_try, mask_codes
from engine.keyring import PREFIX

#: What stands in place of a secret.
MASK = "••••"
#: ``conceal(tenant, text)`` returns the keyed hash of an answer.
Conceal = Callable[[str, str], str]
Parse = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as it may be logged."""

    text: str
    parsed: dict[str, Any]
    # What inbox and log keep in place of the message; None when there was nothing to hide.
    masked: str | None = None


def hear(
    text: str,
    *,
    flows: FlowSet,
    state: State,
    slots: Mapping[str, Any],
    parse: Parse,
    conceal: Callable[[str], str],
) -> Heard:
    """Understand ``text`` and return what of it may be kept."""
    if state.asked_slot in flows.sensitive_slots:
        return _answer(text, flows, state, slots, parse, conceal)
    shown = mask_codes(text)
    return Heard(text=shown, parsed=parse(shown), masked=None if shown == text else shown)


def _answer(
    text: str,
    flows: FlowSet,
    state: State,
    slots: Mapping[str, Any],
    parse: Parse,
    conceal: Callable[[str], str],
) -> Heard:
    """Hear what was said at a sensitive question."""
    asked = state.asked_slot
    parsed = parse(text)
    any_words = _takes_any_words(flows, asked)
    # What looks like a concealed answer is none: it is concealed once more.
    if is_try(text) or PREFIX in text or (any_words and _fills(text, flows, state, slots, parsed)):
        payload = f"/SetSlots({asked}={conceal(text)})"
        return Heard(text=payload, parsed=explicit(payload), masked=MASK)
    shown = mask_codes(text)
    return Heard(text=shown, parsed=parsed, masked=None if shown == text else shown)


def _takes_any_words(flows: FlowSet, asked: str) -> bool:
    """Tell whether any words may be the answer: a slot that an entity fills takes that only."""
    slot = flows.domain.slots.get(asked)
    return slot is None or all(mapping.type != "from_entity" for mapping in slot.mappings)


def _fills(
    text: str, flows: FlowSet, state: State, slots: Mapping[str, Any], parsed: dict[str, Any]
) -> bool:
    """Tell whether the words are taken for the answer rather than for something else."""
    heard = UserUttered(text, parsed["intent"], parsed["entities"], parsed)
    commands = commands_for(flows, state, slots, utterance_of(heard))
    return any(isinstance(c, SetSlot) and c.slot == state.asked_slot for c in commands)


def explicit(payload: str) -> dict[str, Any]:
    """Return the parse of a payload, which needs no understanding."""
    read = parse_payload(payload)
    name = (read.intent or "SetSlots") if read else None
    entities = [{"entity": n, "value": v} for n, v in read.entities] if read else []
    return {
        "text": payload,
        "intent": {"name": name, "confidence": 1.0 if name else 0.0},
        "entities": entities,
    }
