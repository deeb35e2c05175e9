"""From a message, as Rasa understood it, to the commands that it means here and now.

The question being asked comes first, entities second; nothing is ever filled greedily:

1. a button says exactly what it means;
2. a plain answer to the question ("oui", "Mariage", "17") is that answer;
3. an intent that triggers a flow or a pattern does so, with the entities that belong to it;
4. an entity of a slot that was answered before, with another value, corrects it;
5. free text answers a question for free text;
6. else the message could not be handled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.flows.commands import (
    CancelFlow,
    CannotHandle,
    Clarify,
    Command,
    Fail,
    RunPattern,
    SetSlot,
    SkipQuestion,
    StartFlow,
)
from engine.flows.domain import Slot, SlotMapping
from engine.flows.flow_set import FlowSet
from engine.flows.payloads import Payload, parse_payload
from engine.flows.records import Flow
from engine.flows.state import State
from engine.flows.values import NOT_A_VALUE, SlotType, fold

#: Longer messages are not understood but answered with a request for fewer words; in characters.
MAX_CHARACTERS = 1500
#: While free text is asked for, an intent must be this sure to count as something else.
SURE = 0.6
#: The same for what is out of scope.
SURE_OF_STRAY = 0.85
#: Two intents closer than this, and neither sure, are both offered.
CLOSE = 0.1
#: A yes or no with more words than this may be something else that begins with yes or no.
SHORT_ASSENT = 2

#: Error types, by Rasa's names, that overrides of pattern_internal_error test.
EMPTY = "rasa_internal_error_user_input_empty"
TOO_LONG = "rasa_internal_error_user_input_too_long"
#: Intent of a message without words: "media_audio", "media_location", ... A flow may trigger on it.
MEDIA_INTENT = "media_"

#: What a question that insists on an answer hears besides one.
_HEARD_WHEN_FORCED = frozenset({"pattern_cancel_flow", "pattern_skip_question"})
_STRICT_TYPES = frozenset({SlotType.BOOL, SlotType.CATEGORICAL, SlotType.FLOAT})


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


def commands_for(
    flows: FlowSet, state: State, slots: Mapping[str, Any], said: Utterance
) -> tuple[Command, ...]:
    """Return what ``said`` means in this state. Pure and total."""
    text = said.text.strip()
    if text.startswith("/") and not said.typed:
        payload = parse_payload(text)
        if payload is not None:
            return _explicit(flows, state, slots, payload, said)
    if not text:
        return (Fail(EMPTY),)
    if len(text) > MAX_CHARACTERS:
        return (Fail(TOO_LONG, info={"max_characters": MAX_CHARACTERS}),)
    return _Listener(flows, state, slots, said).commands()


def _explicit(
    flows: FlowSet, state: State, slots: Mapping[str, Any], payload: Payload, said: Utterance
) -> tuple[Command, ...]:
    if payload.slots:
        return tuple(SetSlot(name, value) for name, value in payload.slots)
    entities = tuple({"entity": name, "value": value} for name, value in payload.entities)
    sure = Utterance(
        text=said.text,
        intent=payload.intent,
        confidence=1.0,
        entities=entities or said.entities,
    )
    return _Listener(flows, state, slots, sure, explicit=True).commands()


def _pattern_command(pattern: str) -> Command:
    match pattern:
        case "pattern_cancel_flow":
            return CancelFlow()
        case "pattern_skip_question":
            return SkipQuestion()
        case "pattern_cannot_handle":
            return CannotHandle("cannot_handle_not_supported")
        case "pattern_clarification":
            return Clarify()
    return RunPattern(pattern)


class _Listener:
    """One message against one state."""

    def __init__(
        self,
        flows: FlowSet,
        state: State,
        slots: Mapping[str, Any],
        said: Utterance,
        explicit: bool = False,
    ) -> None:
        self._flows = flows
        self._state = state
        self._slots = slots
        self._said = said
        self._explicit = explicit
        self._asked = flows.domain.slots.get(state.asked_slot) if state.asked_slot else None
        self._asked_name = state.asked_slot
        self._open = state.open_flows

    def commands(self) -> tuple[Command, ...]:
        triggered = self._triggered()
        answer = self._answer()
        corrections = self._entity_slots(self._open, correcting=True)
        if answer is not None and self._answers_first(triggered, corrections):
            others = [c for c in self._entity_slots(self._open) if c.slot != answer.slot]
            return (answer, *others)
        forced = self._forced_answer(triggered)
        if forced is not None:
            return (forced,)
        if corrections and triggered is not None and self._is_mostly(corrections):
            return tuple(corrections)
        several = self._several()
        if several:
            return several
        if triggered is not None:
            return self._start(triggered)
        # A yes answers the question that is asked, never one that is still to come.
        assent = [c for c in self._intent_slots() if c.slot == self._asked_name]
        filled = self._entity_slots(self._open) + assent
        if filled:
            return tuple(filled)
        free = self._free_answer()
        if free is not None:
            return (free,)
        return self._unclear()

    # -- the question ------------------------------------------------------------------------

    def _answer(self) -> SetSlot | None:
        """Return a plain answer to the question, for slots whose values can be told from talk."""
        asked = self._asked
        if asked is None or self._explicit:
            return None
        if asked.type not in _STRICT_TYPES:
            return self._named_answer(asked)
        for command in self._intent_slots():
            if command.slot == asked.name:
                return command
        for value in self._entity_values(asked):
            coerced = self._flows.domain.coerce(asked.name, value)
            if coerced is not NOT_A_VALUE:
                return SetSlot(asked.name, coerced)
        value = self._flows.domain.coerce(asked.name, self._said.text)
        return None if value is NOT_A_VALUE else SetSlot(asked.name, value)

    def _named_answer(self, asked: Slot) -> SetSlot | None:
        """Return the entity that answers a question for text, when the message is mostly that.

        "mardi 15h" answers the question for a day; "quels sont les horaires de mardi" is another
        question, although it names a day.
        """
        for mapping in asked.mappings:
            if mapping.type != "from_entity":
                continue
            found = [e for e in self._said.entities if e.get("entity") == mapping.entity]
            covered = sum(int(e.get("end") or 0) - int(e.get("start") or 0) for e in found)
            if found and covered * 2 >= len(self._said.text.strip()):
                return SetSlot(asked.name, found[0].get("value"))
        return None

    def _answers_first(self, triggered: Flow | None, corrections: Sequence[SetSlot]) -> bool:
        """Tell whether the plain answer counts before what else the message may mean."""
        asked = self._asked
        assert asked is not None
        long = len(fold(self._said.text).split()) > SHORT_ASSENT
        if asked.type is SlotType.CATEGORICAL or asked.type not in _STRICT_TYPES:
            return True
        if asked.type is SlotType.BOOL:
            sure = triggered is not None and self._said.confidence >= SURE
            return not (long and (sure or corrections))
        return triggered is None or not long

    def _is_mostly(self, corrections: Sequence[SetSlot]) -> bool:
        """Tell whether the message is little more than what changes an earlier answer.

        "Une autre date" is about what is being done, whatever else its words may begin.
        """
        mappings = [m for c in corrections for m in self._flows.domain.slots[c.slot].mappings]
        named = {m.entity for m in mappings if m.type == "from_entity"}
        covered: set[int] = set()
        for entity in self._said.entities:
            if entity.get("entity") in named:
                covered.update(range(int(entity.get("start") or 0), int(entity.get("end") or 0)))
        return not self._explicit and len(covered) * 2 >= len(self._said.text.strip())

    def _forced_answer(self, triggered: Flow | None) -> SetSlot | None:
        """Return the text as the answer to a question that insists on one (force_slot_filling).

        Only "annuler" and "passer" are heard besides.
        """
        if triggered is not None and triggered.id in _HEARD_WHEN_FORCED:
            return None
        frame = self._state.frames[-1].context if self._state.frames else {}
        step = self._flows.collect_step(str(frame.get("flow", "")), str(frame.get("step", "")))
        return self._free_answer() if step is not None and step.force_slot_filling else None

    def _free_answer(self) -> SetSlot | None:
        """Return the whole text as the answer to a question for text."""
        if not self._asked_name or self._explicit:
            return None
        if self._asked is not None and self._asked.type in _STRICT_TYPES:
            return None
        return SetSlot(self._asked_name, self._said.text.strip())

    # -- intents -----------------------------------------------------------------------------

    def _triggered(self) -> Flow | None:
        flow = self._flows.triggered_by(self._said.intent, self._said.confidence)
        if flow is None:
            return None
        if self._open and self._said.intent in self._flows.answering_intents:
            return None  # a bare "oui" while something is open is about that
        free_text_asked = self._asked_name and not (
            self._asked is not None and self._asked.type in _STRICT_TYPES
        )
        # What nobody here deals with may well be the answer to a question for free text.
        enough = SURE_OF_STRAY if flow.id == "pattern_cannot_handle" else SURE
        weak = self._said.confidence < enough or flow.id in self._open
        return None if free_text_asked and not self._explicit and weak else flow

    def _start(self, flow: Flow) -> tuple[Command, ...]:
        if flow.is_pattern:
            return (_pattern_command(flow.id),)
        filled = self._entity_slots([flow.id]) + self._intent_slots([flow.id])
        return (StartFlow(flow.id, bypass_guard=self._explicit), *filled)

    def _several(self) -> tuple[Command, ...]:
        """Return the starts of all flows that the message asks for, when they are two or more."""
        started: dict[str, tuple[Command, ...]] = {}
        if self._explicit:
            return ()
        for request in self._said.requests:
            flow = self._flows.triggered_by(request.intent, request.confidence)
            if flow is None or flow.is_pattern or request.confidence < SURE:
                continue
            part = Utterance(
                text=self._said.text,
                intent=request.intent,
                confidence=request.confidence,
                entities=request.entities,
            )
            listener = _Listener(self._flows, self._state, self._slots, part)
            started.setdefault(flow.id, listener._start(flow))
        if len(started) < 2:
            return ()
        return tuple(command for commands in started.values() for command in commands)

    def _unclear(self) -> tuple[Command, ...]:
        media = self._said.intent.startswith(MEDIA_INTENT)
        close = self._close_flows()
        if len(close) > 1:
            return (Clarify(tuple(close)),)
        return (CannotHandle("cannot_handle_media" if media else ""),)

    def _close_flows(self) -> list[str]:
        """Return flows whose intents are nearly as likely as the best, when none is certain."""
        ranking = self._said.ranking
        if self._asked_name or not ranking:
            return []
        named = [(name, confidence) for name, confidence in ranking if name != "nlu_fallback"]
        if not named:
            return []
        best = named[0][1]
        flows = [
            flow.id
            for name, confidence in named
            if best - confidence <= CLOSE
            for flow, _ in self._flows.triggers_of(name)
            if not flow.is_pattern
        ]
        return list(dict.fromkeys(flows)) if best >= 2 * CLOSE else []

    # -- slots from entities and intents -----------------------------------------------------

    def _entity_slots(self, flow_ids: Sequence[str], correcting: bool = False) -> list[SetSlot]:
        """Return the slots that entities fill for these flows; only changed ones to correct."""
        found: list[SetSlot] = []
        if not self._said.entities:
            return found
        for slot in self._flows.domain.slots.values():
            if not self._belongs(slot.name, flow_ids):
                continue
            for raw in self._entity_values(slot, flow_ids):
                value = self._flows.domain.coerce(slot.name, raw)
                present = self._slots.get(slot.name)
                changed = present is not None and present != value
                if value is not NOT_A_VALUE and (changed or not correcting):
                    found.append(SetSlot(slot.name, value))
                    break
        return found

    def _belongs(self, slot: str, flow_ids: Sequence[str]) -> bool:
        """Tell whether a slot serves one of the flows, or no flow in particular."""
        if slot == self._asked_name:
            return True
        if any(slot in self._flows.slots_of(flow_id) for flow_id in flow_ids):
            return True
        return slot not in self._flows.flow_slots

    def _entity_values(self, slot: Slot, flow_ids: Sequence[str] | None = None) -> Iterable[Any]:
        active = self._open if flow_ids is None else flow_ids
        for mapping in slot.mappings:
            if mapping.type != "from_entity" or not self._applies(mapping, active):
                continue
            values = [
                entity.get("value")
                for entity in self._said.entities
                if entity.get("entity") == mapping.entity
                and (not mapping.role or entity.get("role") == mapping.role)
                and (not mapping.group or entity.get("group") == mapping.group)
            ]
            if slot.type is SlotType.LIST and values:
                yield values
            else:
                yield from values

    def _intent_slots(self, flow_ids: Sequence[str] | None = None) -> list[SetSlot]:
        active = self._open if flow_ids is None else flow_ids
        return [
            SetSlot(slot.name, mapping.value)
            for slot in self._flows.domain.slots.values()
            for mapping in slot.mappings
            if mapping.type == "from_intent"
            and mapping.intents
            and self._applies(mapping, active)
            and self._belongs(slot.name, active)
        ]

    def _applies(self, mapping: SlotMapping, flow_ids: Sequence[str]) -> bool:
        intent = self._said.intent
        if mapping.intents and intent not in mapping.intents:
            return False
        if intent in mapping.not_intents:
            return False
        return not mapping.active_flows or not set(mapping.active_flows).isdisjoint(flow_ids)
