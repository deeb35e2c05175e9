"""The slots that a message fills by what it names: by its entities, by its intent.

::

    motif:
      mappings:
        - {type: from_entity, entity: motif, intent: [prendre_rendez_vous, informer]}
    confirmation:
      mappings:
        - {type: from_intent, intent: affirmer, value: true}

    rendez_vous:
      mappings:
        - type: from_entity
          entity: quand
          conditions: [{requested_slot: rendez_vous}]

A slot is filled only for the flows that it serves. What a mapping takes while its own slot is asked
for is the answer, and fills nothing else: "celui de jeudi" wishes no Thursday. An entity without a
value (null) says that the answer was wrong: it empties a slot that has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.flows.commands import SetSlot
from engine.flows.domain import Slot, SlotMapping
from engine.flows.flow_set import FlowSet
from engine.flows.utterance import Utterance
from engine.flows.values import NOT_A_VALUE, SlotType, coerce


class NamedSlots:
    """What one message names, for a conversation with these slots where ``asked`` is asked for."""

    def __init__(
        self, flows: FlowSet, slots: Mapping[str, Any], asked: str, said: Utterance
    ) -> None:
        self._flows = flows
        self._slots = slots
        self._asked = asked
        self._said = said
        slot = flows.domain.slots.get(asked)
        # Entities that the question has for itself.
        self._taken = {
            mapping.entity
            for mapping in (slot.mappings if slot else ())
            if asked in mapping.requested_slots and mapping.entity
        }

    def by_entities(self, flow_ids: Sequence[str], correcting: bool = False) -> list[SetSlot]:
        """Return the slots that entities fill for these flows; only changed ones to correct."""
        found: list[SetSlot] = []
        for slot in self._serving(flow_ids):
            for raw in self.values(slot, flow_ids):
                value = self._flows.domain.coerce(slot.name, raw)
                present = self._slots.get(slot.name)
                changed = present is not None and present != value
                wanted = changed or not (correcting or value is None)
                if value is not NOT_A_VALUE and wanted:
                    found.append(SetSlot(slot.name, value))
                    break
        return found

    def by_intent(self, flow_ids: Sequence[str]) -> list[SetSlot]:
        """Return the slots that the intent fills for these flows."""
        return [
            SetSlot(slot.name, mapping.value)
            for slot in self._serving(flow_ids)
            for mapping in slot.mappings
            if mapping.type == "from_intent"
            and mapping.intents
            and self._applies(mapping, flow_ids)
        ]

    def values(self, slot: Slot, flow_ids: Sequence[str]) -> Iterable[Any]:
        """Yield the values that entities have for ``slot`` while these flows are open.

        Who says nothing but a declared value has named it too: "groupe".
        """
        for mapping in slot.mappings:
            if mapping.type != "from_entity" or not self._applies(mapping, flow_ids):
                continue
            values = [
                entity.get("value")
                for entity in self._said.entities
                if entity.get("entity") == mapping.entity
                and self._has_role(entity, mapping, slot)
                and (not mapping.group or entity.get("group") == mapping.group)
            ]
            if slot.type is SlotType.LIST and values:
                yield values
            else:
                yield from values
            if slot.type is SlotType.CATEGORICAL:
                yield self._said.text

    def mostly(self, filled: Iterable[SetSlot], share: float = 0.5) -> bool:
        """Tell whether at least ``share`` of the message are the names of what it fills."""
        entities = {
            mapping.entity
            for command in filled
            for mapping in self._flows.domain.slots[command.slot].mappings
            if mapping.type == "from_entity"
        }
        named = (e for e in self._said.entities if e.get("entity") in entities)
        return self._said.is_mostly(named, share)

    def _serving(self, flow_ids: Sequence[str]) -> list[Slot]:
        """Return the slots that serve one of the flows, or no flow in particular."""
        flows = self._flows
        serving = flows.common_slots.union(*map(flows.slots_of, flow_ids), (self._asked,))
        return [slot for name, slot in flows.domain.slots.items() if name in serving]

    def _has_role(self, entity: Mapping[str, Any], mapping: SlotMapping, slot: Slot) -> bool:
        """Tell whether the entity plays the role; one without a role is what was asked for."""
        role = entity.get("role")
        return not mapping.role or role == mapping.role or (not role and slot.name == self._asked)

    def _applies(self, mapping: SlotMapping, flow_ids: Sequence[str]) -> bool:
        intent = self._said.intent
        asked_here = any(self._asked in self._flows.slots_of(flow_id) for flow_id in flow_ids)
        if self._asked in mapping.requested_slots:
            return asked_here
        if mapping.requested_slots or (asked_here and mapping.entity in self._taken):
            return False
        if mapping.intents and intent not in mapping.intents:
            return False
        if intent in mapping.not_intents:
            return False
        return not mapping.active_flows or not set(mapping.active_flows).isdisjoint(flow_ids)


def assent_value(slot: Slot, yes: bool) -> Any:
    """Return the value of ``slot`` that stands for yes, or for no; None when it has none.

    A categorical slot has one when an intent fills it with a word for yes or no.
    """
    if slot.type is SlotType.BOOL:
        return yes
    values = [m.value for m in slot.mappings if m.type == "from_intent"]
    return next((v for v in values if coerce(SlotType.BOOL, (), v) is yes), None)
