"""From a message, as Rasa understood it, to the commands that it means here and now.

The question being asked comes first, entities second; nothing is ever filled greedily:

1. a button says exactly what it means;
2. a flow that is heard anywhere (an emergency) is heard, unless a grief is told as an answer;
3. a plain answer to the question ("oui", "Mariage", "17") is that answer;
4. an intent that triggers a flow or a pattern does so, with the entities that belong to it;
5. an entity of a slot that was answered before, with another value, corrects it;
6. free text answers a question for free text;
7. else the message could not be handled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.flows.assent import assent, begins_with_assent, is_question, refuses, takes_back
from engine.flows.commands import (
    CannotHandle,
    Clarify,
    Command,
    Fail,
    SetSlot,
    StartFlow,
    pattern_command,
)
from engine.flows.domain import Slot
from engine.flows.flow_set import FlowSet
from engine.flows.named_slots import NamedSlots, assent_value
from engine.flows.payloads import Payload, parse_payload
from engine.flows.records import Flow
from engine.flows.state import State
from engine.flows.utterance import Request, Utterance
from engine.flows.values import NOT_A_VALUE, SlotType, coerce, fold

__all__ = ["Request", "Utterance", "commands_for"]

#: Longer messages are not understood but answered with a request for fewer words; in characters.
MAX_CHARACTERS = 1500
#: While something is asked, an intent must be this sure to count as something else, or as a yes.
SURE = 0.6
#: The same for what is out of scope.
SURE_OF_STRAY = 0.85
#: The same for a part that is heard anywhere, of a message that is surely about something else.
CERTAIN = 0.9
#: The share of a message that a grief must have to be an answer, and to call nobody.
TOLD = 0.65
#: Two intents closer than this, and neither sure, are both offered.
CLOSE = 0.1
#: A yes or no with more words than this may be something else that begins with yes or no.
SHORT_ASSENT = 2

#: Error types, by Rasa's names, that overrides of pattern_internal_error test.
EMPTY = "rasa_internal_error_user_input_empty"
TOO_LONG = "rasa_internal_error_user_input_too_long"
#: Intent of a message without words: "media_audio", "media_location", ... A flow may trigger on it.
MEDIA_INTENT = "media_"
#: Reason of pattern_cannot_handle at a question for yes or no: it was neither, or both.
UNDECIDED = "cannot_handle_undecided"

_STRAY = "pattern_cannot_handle"
_SKIP = "pattern_skip_question"
#: What a question that insists on an answer hears besides one.
_HEARD_WHEN_FORCED = frozenset({"pattern_cancel_flow", _SKIP})
_STRICT_TYPES = frozenset({SlotType.BOOL, SlotType.CATEGORICAL, SlotType.FLOAT})


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
        return tuple(SetSlot(name, value, tapped=True) for name, value in payload.slots)
    entities = tuple({"entity": name, "value": value} for name, value in payload.entities)
    sure = Utterance(
        text=said.text,
        intent=payload.intent,
        confidence=1.0,
        entities=entities or said.entities,
    )
    return _Listener(flows, state, slots, sure, explicit=True).commands()


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
        # A day that is said to these is none for what waits below.
        self._current = state.current_flows
        self._names = NamedSlots(flows, slots, state.asked_slot, said)
        self._asking = is_question(said.text)

    def commands(self) -> tuple[Command, ...]:
        triggered = self._triggered()
        answer = self._answer()
        calling = self._calling()
        corrections = self._names.by_entities(self._current, correcting=True)
        # "Une autre date" is about what is being done, whatever else its words may begin.
        corrects = not self._explicit and self._names.mostly(corrections)
        if calling and not corrects and not (answer is not None and self._is_only_an_answer()):
            return calling
        if answer is not None and self._answers_first(triggered, corrections):
            others = [c for c in self._names.by_entities(self._current) if c.slot != answer.slot]
            return (answer, *others)
        forced = self._forced_answer(triggered)
        if forced is not None:
            return (forced,)
        if corrects and triggered:
            return tuple(corrections)
        several = self._several()
        if len(several) > 1:
            return tuple(command for commands in several.values() for command in commands)
        if triggered is not None:
            return self._start(triggered)
        return self._filled(answer) or self._unclear()

    # -- the question ------------------------------------------------------------------------

    def _answer(self) -> SetSlot | None:
        """Return a plain answer to the question, for slots whose values can be told from talk."""
        asked = self._asked
        if asked is None or self._explicit:
            return None
        if asked.type not in _STRICT_TYPES:
            return self._named_answer(asked)
        value = self._flows.domain.coerce(asked.name, self._said.text)
        if self._wants_assent:
            if asked.type is SlotType.CATEGORICAL and value is not NOT_A_VALUE:
                return SetSlot(asked.name, value)
            return self._plain_assent(asked)
        for command in self._names.by_intent(self._open):
            if command.slot == asked.name:
                return command
        for named in self._names.values(asked, self._open):
            coerced = self._flows.domain.coerce(asked.name, named)
            if coerced is not NOT_A_VALUE:
                return SetSlot(asked.name, coerced)
        return None if value is NOT_A_VALUE else SetSlot(asked.name, value)

    @property
    def _wants_assent(self) -> bool:
        """Tell whether yes or no is asked for: what follows may not be undone."""
        asked = self._asked
        if asked is None or asked.type not in (SlotType.BOOL, SlotType.CATEGORICAL):
            return False
        return asked.type is SlotType.BOOL or assent_value(asked, True) is not None

    def _plain_assent(self, asked: Slot) -> SetSlot | None:
        """Return a yes or no that cannot be taken for anything else.

        "ok je vais réfléchir" and "oui, c'est combien ?" begin with a yes and are none.
        """
        said = assent(self._said.text)
        if said is None and not self._asking:
            named = [c for c in self._names.by_intent(self._open) if c.slot == asked.name]
            if named:
                return named[0] if self._said.confidence >= SURE else None
            begins = coerce(SlotType.BOOL, (), self._said.text)
            # A no that goes on is still a no; a yes that goes on wants the intent's consent.
            if refuses(self._said.text) or begins is False:
                said = False
            elif begins is True and (self._is_short or not self._said.intent):
                said = True
        value = None if said is None else assent_value(asked, said)
        return None if value is None else SetSlot(asked.name, value)

    def _named_answer(self, asked: Slot) -> SetSlot | None:
        """Return the entity that answers a question for text, when the message is mostly that.

        "mardi 15h" answers the question for a day; "quels sont les horaires de mardi" is another
        question, although it names a day; "je m'appelle Rose" is the name of no child.
        """
        own: list[Mapping[str, Any]] = []
        for mapping in asked.mappings:
            found = [
                entity
                for entity in self._said.entities
                if entity.get("entity") == mapping.entity
                and (not mapping.role or entity.get("role") in (None, "", mapping.role))
            ]
            own += found if asked.name in mapping.requested_slots else []
            if self._said.is_mostly(found) or self._said.is_mostly(own):
                return SetSlot(asked.name, (found or own)[0].get("value"))
        return None

    @property
    def _is_short(self) -> bool:
        return len(fold(self._said.text).split()) <= SHORT_ASSENT

    def _is_only_an_answer(self) -> bool:
        """Tell whether nothing but a value of the question's type was said."""
        assert self._asked is not None
        return self._asked.type is SlotType.CATEGORICAL or (
            self._asked.type in _STRICT_TYPES and self._is_short
        )

    def _answers_first(self, triggered: Flow | None, corrections: Sequence[SetSlot]) -> bool:
        """Tell whether the plain answer counts before what else the message may mean."""
        asked = self._asked
        assert asked is not None
        if self._wants_assent:
            if assent(self._said.text) is not None:
                return True
            sure = triggered is not None and self._said.confidence >= SURE
            return self._is_short or not (sure or corrections)
        if asked.type is not SlotType.FLOAT or triggered is None or self._is_short:
            return True
        return self._names.mostly([SetSlot(asked.name, None)])

    def _forced_answer(self, triggered: Flow | None) -> SetSlot | None:
        """Return the text as the answer to a question that insists on one (force_slot_filling).

        Only "annuler", "passer" and what is heard anywhere are heard besides.
        """
        if triggered is not None and triggered.id in _HEARD_WHEN_FORCED:
            return None
        frame = self._state.frames[-1].context if self._state.frames else {}
        step = self._flows.collect_step(str(frame.get("flow", "")), str(frame.get("step", "")))
        return self._free_answer() if step is not None and step.force_slot_filling else None

    def _free_answer(self) -> SetSlot | None:
        """Return the whole text as the answer to a question for text."""
        if not self._asks_text or self._explicit:
            return None
        return SetSlot(self._asked_name, self._said.text.strip())

    @property
    def _asks_text(self) -> bool:
        strict = self._asked is not None and self._asked.type in _STRICT_TYPES
        return bool(self._asked_name) and not strict

    def _filled(self, answer: SetSlot | None) -> tuple[Command, ...]:
        """Return what the message fills: the slots that it names, else the one that is asked."""
        free = self._free_answer()
        named = self._names.by_entities(self._current)
        if free is None or self._is_named(self._asked):
            # A yes answers the question that is asked, never one that is still to come.
            if answer is not None and self._wants_assent:
                named += [c for c in self._names.by_intent(self._open) if c == answer]
            return tuple(named) or ((free,) if free is not None else ())
        back = takes_back(self._said.text)
        if self._flows.domain.can_run(f"validate_{self._asked_name}"):
            # The project finds its value among the words; what else they name is no part of it.
            other = self._names.mostly(named) or (back and any(map(self._is_changed, named)))
            return tuple(named) if other else (free, *named)
        # Nobody reads these words but people: all of them are the answer, whatever they name.
        corrected = [c for c in named if c.slot in self._answered and self._is_changed(c)]
        clear = back or self._names.mostly(corrected)
        return tuple(corrected) if corrected and clear else (free,)

    @staticmethod
    def _is_named(slot: Slot | None) -> bool:
        return slot is not None and any(m.type == "from_entity" for m in slot.mappings)

    @property
    def _answered(self) -> set[str]:
        """Slots that were asked, or found filled, in the flow that the person is in."""
        found: set[str] = set()
        for frame in reversed(self._state.frames):
            found.update(slot for _, slot in frame.visited)
            if frame.is_user and frame.is_root:
                break
        return found - {self._asked_name}

    def _is_changed(self, command: SetSlot) -> bool:
        return self._slots.get(command.slot) not in (None, command.value)

    # -- intents -----------------------------------------------------------------------------

    def _triggered(self) -> Flow | None:
        flow = self._flows.triggered_by(self._said.intent, self._said.confidence)
        if flow is None or self._is_reason:
            return None
        if self._open and self._said.intent in self._flows.answering_intents:
            return None  # a bare "oui" while something is open is about that
        if self._explicit:
            return flow
        sure = self._said.confidence >= SURE
        if self._wants_assent and not self._asking:
            # Words that are neither yes nor no and ask nothing are a hesitation, not a question.
            stray = flow.id == _STRAY or not (sure or flow.is_pattern)
            return None if stray else flow
        if self._asks_text:
            # What nobody here deals with may well be the answer to a question for free text.
            if not self._asking and (flow.id == _STRAY or begins_with_assent(self._said.text)):
                sure = self._said.confidence >= SURE_OF_STRAY
            if flow.id == _SKIP and self._said.entities:
                return None  # "en août, je ne sais pas encore le jour" is an answer
            return flow if sure and not self._flows.leads_to(flow, self._open) else None
        return flow

    def _calling(self) -> tuple[Command, ...]:
        """Return the start of a flow that is heard anywhere, if the message asks for one.

        What else a message asks for comes after it.
        """
        flow = self._flows.triggered_by(self._said.intent, self._said.confidence)
        if flow is not None and flow.heard_anywhere and not self._is_reason:
            sure = self._explicit or not self._asked_name or self._said.confidence >= SURE
            commands = self._start(flow)
            # Asking again for what is open changes nothing, unless it says more.
            more = any(isinstance(command, SetSlot) for command in commands)
            if sure and (more or not self._flows.leads_to(flow, self._open)):
                return commands
        several = self._several()
        first = [flow_id for flow_id in several if self._flows[flow_id].heard_anywhere]
        rest = [flow_id for flow_id in several if flow_id not in first]
        return tuple(c for flow_id in (*first, *rest) for c in several[flow_id]) if first else ()

    @property
    def _is_reason(self) -> bool:
        """Tell whether a grief is told, and its words fill a slot of what is being done."""
        named = self._names.by_entities(self._current) if self._said.told else []
        told = [command for command in named if str(command.value) in self._said.text]
        return bool(self._asked_name) and self._names.mostly(told, TOLD)

    def _start(self, flow: Flow) -> tuple[Command, ...]:
        if flow.is_pattern:
            return (pattern_command(flow.id),)
        filled = self._names.by_entities([flow.id]) + self._names.by_intent([flow.id])
        return (StartFlow(flow.id, bypass_guard=self._explicit), *filled)

    def _several(self) -> dict[str, tuple[Command, ...]]:
        """Return the starts of all flows that the parts of a message surely ask for."""
        started: dict[str, tuple[Command, ...]] = {}
        if self._explicit:
            return {}
        for request in self._said.requests:
            flow = self._flows.triggered_by(request.intent, request.confidence)
            if flow is None or flow.is_pattern or request.confidence < self._enough(flow):
                continue
            part = self._said.of(request)
            listener = _Listener(self._flows, self._state, self._slots, part)
            started.setdefault(flow.id, listener._start(flow))
        return started

    def _enough(self, flow: Flow) -> float:
        """Return how sure a part must be: more, to call somebody out of a message that is not."""
        whole = self._flows.triggered_by(self._said.intent, self._said.confidence)
        other = whole is not None and whole != flow and self._said.confidence >= SURE
        return CERTAIN if flow.heard_anywhere and other else SURE

    def _unclear(self) -> tuple[Command, ...]:
        if self._said.intent.startswith(MEDIA_INTENT):
            return (CannotHandle("cannot_handle_media"),)
        close = self._close_flows()
        if len(close) > 1:
            return (Clarify(tuple(close)),)
        undecided = self._wants_assent and not self._asking and not self._explicit
        return (CannotHandle(UNDECIDED if undecided else ""),)

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
