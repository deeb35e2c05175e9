"""The domain of a Rasa project, as the flow engine needs it: slots, responses, names.

It reads domains written for Rasa 3.6 and for 3.7 and later alike;
:mod:`engine.flows.normaliser` turns them into what Rasa 3.6 accepts.

>>> domain = read_domain([read_text("slots: {age: {type: float}}", "domain.yml")], Report())
>>> domain.slots["age"].type
<SlotType.FLOAT: 'float'>
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.flows.rejections import Rejection, read_rejections
from engine.flows.source import Position, YamlList, YamlMap
from engine.flows.values import NOT_A_VALUE, SlotType, coerce

#: Actions that Rasa brings itself.
RASA_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_two_stage_fallback",
        "action_unlikely_intent",
        "action_back",
        "action_extract_slots",
        "action_send_text",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMapping:
    """One way in which a slot is filled, as written."""

    # "from_llm" | "controlled" | "custom" | "from_entity" | "from_intent" | "from_text" | ...
    type: str
    position: Position
    entity: str = ""
    role: str = ""
    group: str = ""
    # Intents to which the mapping is limited, and those that exclude it.
    intents: tuple[str, ...] = ()
    not_intents: tuple[str, ...] = ()
    # Value given by from_intent and from_trigger_intent.
    value: Any = None
    # Flows to which the mapping is limited (conditions: active_flow).
    active_flows: tuple[str, ...] = ()
    # Slots of which one must be asked for (conditions: requested_slot).
    requested_slots: tuple[str, ...] = ()
    # Custom action of a custom or controlled mapping.
    action: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot of the domain."""

    name: str
    type: SlotType
    position: Position
    # As written, also when it names a class or nothing known.
    type_name: str = "text"
    # Declared values of a categorical slot.
    values: tuple[Any, ...] = ()
    initial_value: Any = None
    mappings: tuple[SlotMapping, ...] = ()
    # Conditions that refuse a value at any moment of the conversation, and the response after it.
    rejections: tuple[Rejection, ...] = ()
    refill_utter: str = ""
    raw: YamlMap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice offered with a response."""

    title: str
    payload: str
    position: Position
    payload_position: Position
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One wording of a response."""

    text: str
    buttons: tuple[Button, ...]
    position: Position
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the assistant says under one name."""

    name: str
    variations: tuple[Variation, ...]
    position: Position


@dataclass(frozen=True, kw_only=True)
class Domain:
    """Everything that the domain files and the mixed flow files of a project declare."""

    slots: Mapping[str, Slot] = field(default_factory=dict)
    responses: Mapping[str, Response] = field(default_factory=dict)
    # Name -> where it is declared.
    actions: Mapping[str, Position] = field(default_factory=dict)
    intents: Mapping[str, Position] = field(default_factory=dict)
    entities: Mapping[str, Position] = field(default_factory=dict)
    forms: Mapping[str, Position] = field(default_factory=dict)
    # True when files declare the domain; false for a folder of flows alone.
    declared: bool = True

    def initial_value(self, slot: str) -> Any:
        """Return the initial value of ``slot``; null for an unknown one."""
        definition = self.slots.get(slot)
        return definition.initial_value if definition else None

    @cached_property
    def initial_values(self) -> dict[str, Any]:
        """Return the initial value of every slot."""
        return {name: slot.initial_value for name, slot in self.slots.items()}

    def coerce(self, slot: str, raw: Any) -> Any:
        """Return ``raw`` as a value of ``slot``, or ``NOT_A_VALUE``."""
        definition = self.slots.get(slot)
        if definition is None:
            return raw
        return coerce(definition.type, definition.values, raw)

    def coerce_or_keep(self, slot: str, raw: Any) -> Any:
        """Return ``raw`` as a value of ``slot``, or as it is when it does not fit."""
        value = self.coerce(slot, raw)
        return raw if value is NOT_A_VALUE else value

    def can_run(self, name: str) -> bool:
        """Tell whether ``name`` is a response, a declared action or one of Rasa's own."""
        return bool(name) and (
            name in self.responses or name in self.actions or name in RASA_ACTIONS
        )


def read_domain(documents: Iterable[YamlMap], declared: bool = True) -> Domain:
    """Read and merge domain documents, tolerating any value; later ones win.

    The grammar is checked apart (:mod:`engine.flows.domain_shape`): what is malformed is left out.
    """
    slots: dict[str, Slot] = {}
    responses: dict[str, Response] = {}
    named: dict[str, dict[str, Position]] = {
        "actions": {},
        "intents": {},
        "entities": {},
        "forms": {},
    }
    for document in documents:
        for name, body, at in _entries(document.get("slots")):
            slots[name] = _read_slot(name, body, at)
        for name, body, at in _entries(document.get("responses")):
            responses[name] = _read_response(name, body, at)
        for kind, found in named.items():
            for name, _, at in _entries(document.get(kind)):
                found.setdefault(name, at)
    return Domain(
        slots=slots,
        responses=responses,
        actions=named["actions"],
        intents=named["intents"],
        entities=named["entities"],
        forms=named["forms"],
        declared=declared,
    )


def _entries(value: Any) -> Iterable[tuple[str, Any, Position]]:
    """Yield name, body and position of a map, or of a list of names and one-key maps."""
    if isinstance(value, YamlMap):
        for key, body in value.items():
            yield str(key), body, value.position_of(key)
    elif isinstance(value, YamlList):
        for item, at in zip(value, value.items_at, strict=True):
            if isinstance(item, YamlMap):
                for key, body in item.items():
                    yield str(key), body, item.position_of(key)
            elif item is not None:
                yield str(item), None, at


def _read_slot(name: str, body: Any, at: Position) -> Slot:
    raw = body if isinstance(body, YamlMap) else YamlMap(at)
    type_name = str(raw.get("type") or "text")
    try:
        slot_type = SlotType(type_name)
    except ValueError:
        slot_type = SlotType.ANY
    values = raw.get("values")
    mappings = raw.get("mappings")
    validation = raw.get("validation")
    validation = validation if isinstance(validation, YamlMap) else YamlMap(at)
    return Slot(
        name=name,
        type=slot_type,
        type_name=type_name,
        position=at,
        values=tuple(values) if isinstance(values, list) else (),
        initial_value=raw.get("initial_value"),
        mappings=tuple(
            _read_mapping(item)
            for item in (mappings if isinstance(mappings, list) else ())
            if isinstance(item, YamlMap)
        ),
        rejections=read_rejections(validation.get("rejections")),
        refill_utter=str(validation.get("refill_utter") or ""),
        raw=raw,
    )


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return (str(value),) if value is not None else ()


def _conditions(raw: YamlMap, key: str) -> tuple[str, ...]:
    """Return what the conditions of a mapping say of ``key``."""
    listed = raw.get("conditions")
    return tuple(
        str(item[key])
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, YamlMap) and item.get(key) is not None
    )


def _read_mapping(raw: YamlMap) -> SlotMapping:
    return SlotMapping(
        type=str(raw.get("type") or ""),
        position=raw.position,
        entity=str(raw.get("entity") or ""),
        role=str(raw.get("role") or ""),
        group=str(raw.get("group") or ""),
        intents=_names(raw.get("intent")),
        not_intents=_names(raw.get("not_intent")),
        value=raw.get("value"),
        active_flows=_conditions(raw, "active_flow"),
        requested_slots=_conditions(raw, "requested_slot"),
        action=str(raw.get("action") or raw.get("run_action_every_turn") or ""),
        raw=raw,
    )


def _read_response(name: str, body: Any, at: Position) -> Response:
    items = body if isinstance(body, YamlList) else []
    return Response(
        name=name,
        position=at,
        variations=tuple(_read_variation(item) for item in items if isinstance(item, YamlMap)),
    )


def _read_variation(raw: YamlMap) -> Variation:
    listed: list[Any] = []
    for key in ("buttons", "quick_replies"):
        if isinstance(raw.get(key), list):
            listed += raw[key]
    return Variation(
        text=str(raw.get("text") or ""),
        buttons=tuple(
            Button(
                title=str(item.get("title") or ""),
                payload=str(item.get("payload") or ""),
                description=str(item.get("description") or ""),
                position=item.position_of("title"),
                payload_position=item.position_of_value("payload"),
            )
            for item in listed
            if isinstance(item, YamlMap)
        ),
        position=raw.position,
        raw=raw,
    )
