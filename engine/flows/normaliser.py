"""From the domain of any Rasa project to one that Rasa 3.6 loads.

Domains written for 3.7 and later name mappings, keys and shapes that 3.6 refuses. Here they become
what 3.6 knows; what our own engine reads (:mod:`engine.flows.domain`) is taken from the files
directly.

>>> normalised_domain(project)["slots"]["jour"]
{'type': 'text', 'mappings': [{'type': 'custom'}], 'influence_conversation': False}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.flows.builtin import BUILTIN_ACTIONS
from engine.flows.domain import RASA_ACTIONS, Slot
from engine.flows.project import Project, default_pattern_documents
from engine.flows.source import YamlMap
from engine.flows.templates import is_template
from engine.flows.values import SlotType

#: The slot that carries the flow state.
STACK_SLOT = "flow_stack"

_RESPONSE_KEYS = (
    "text",
    "buttons",
    "quick_replies",
    "image",
    "custom",
    "attachment",
    "elements",
    "channel",
    "metadata",
    "id",
)
_BUTTON_KEYS = ("title", "payload", "type", "description")


def normalised_domain(project: Project) -> dict[str, Any]:
    """Return the whole domain of ``project`` as a dict that Rasa 3.6 accepts.

    It holds what the default patterns bring (slots, responses) and the slot of the flow state.
    """
    documents = [d.content for d in project.domain_documents]
    result: dict[str, Any] = {
        "version": "3.1",
        "intents": _merged_list(documents, "intents", _trained(project)),
        "entities": _merged_list(documents, "entities"),
        "forms": _merged_map(documents, "forms"),
        "slots": _slots(project),
        "responses": _default_responses(project) | _responses(documents),
        "actions": _actions(project),
        "session_config": {
            # Sessions end by the tenant's rule, not by Rasa's: a person may answer hours later.
            "session_expiration_time": 0,
            "carry_over_slots_to_new_session": True,
        },
    }
    return {key: value for key, value in result.items() if value}


def _trained(project: Project) -> Iterable[str]:
    # Retrieval intents ("faq/hours") are declared by their first part.
    names = [name.split("/", 1)[0] for name in project.trained_intents]
    triggers = [t.intent for flow in project.flows.values() for t in flow.triggers]
    rasa_own = ("restart", "session_start")
    return dict.fromkeys([*names, *(name for name in triggers if name not in rasa_own)])


def _plain(value: Any) -> Any:
    """Return ``value`` as plain dicts and lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _name_of(item: Any) -> str:
    return str(next(iter(item), "")) if isinstance(item, dict) else str(item)


def _merged_list(documents: Iterable[YamlMap], key: str, extra: Iterable[str] = ()) -> list[Any]:
    items: dict[str, Any] = {}
    for document in documents:
        listed = document.get(key)
        for item in listed if isinstance(listed, list) else ():
            if item is not None:
                items[_name_of(item)] = _plain(item)
    for name in extra:
        items.setdefault(name, name)
    return list(items.values())


def _merged_map(documents: Iterable[YamlMap], key: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for document in documents:
        value = document.get(key)
        if isinstance(value, YamlMap):
            result.update(_plain(value))
    return result


# -- slots -----------------------------------------------------------------------------------


def _slots(project: Project) -> dict[str, Any]:
    in_forms = _form_slots(project)
    slots = {
        name: _slot(slot, keep_mappings=name in in_forms)
        for name, slot in project.domain.slots.items()
    }
    slots[STACK_SLOT] = {
        "type": "any",
        "mappings": [{"type": "custom"}],
        "influence_conversation": False,
    }
    return slots


def _form_slots(project: Project) -> set[str]:
    """Slots that a form of the project asks for keep the mappings that the form needs."""
    found: set[str] = set()
    for document in project.domain_documents:
        forms = document.content.get("forms")
        for form in forms.values() if isinstance(forms, YamlMap) else ():
            required = form.get("required_slots") if isinstance(form, YamlMap) else None
            found.update(str(name) for name in required or ())
    return found


def _slot(slot: Slot, keep_mappings: bool) -> dict[str, Any]:
    # Our engine fills the slots of flows; a mapping of Rasa's would write them a second time.
    mappings: list[Any] = [{"type": "custom"}]
    if keep_mappings:
        known = [_plain(m.raw) for m in slot.mappings if m.type.startswith("from_")]
        mappings = [m for m in known if m.get("type") != "from_llm"] or mappings
    result: dict[str, Any] = {
        "type": slot.type_name,
        "mappings": mappings,
        "influence_conversation": False,
    }
    if slot.initial_value is not None:
        result["initial_value"] = _plain(slot.initial_value)
    if slot.type is SlotType.CATEGORICAL:
        result["values"] = [str(value) for value in slot.values]
    raw: Mapping[str, Any] = slot.raw or {}
    for bound in ("min_value", "max_value"):
        if slot.type is SlotType.FLOAT and bound in raw:
            result[bound] = raw[bound]
    return result


# -- responses and actions ------------------------------------------------------------------


#: Default responses that the engine itself may say, whatever the patterns.
_ALWAYS = frozenset({"utter_ask_for_slot", "utter_internal_error_rasa", "utter_no_knowledge_base"})


def _default_responses(project: Project) -> dict[str, Any]:
    """Return the responses of the default patterns that this project still uses."""
    used = set(_ALWAYS)
    for flow in project.flows.values():
        for step in flow.steps.values():
            used.update(name for name, _ in step.runs())
            used.update(f"utter_ask_{slot}" for slot in step.writes())
    brought = _responses(default_pattern_documents())
    return {name: variations for name, variations in brought.items() if name in used}


def _responses(documents: Iterable[YamlMap]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for document in documents:
        responses = document.get("responses")
        for name, variations in responses.items() if isinstance(responses, YamlMap) else ():
            if isinstance(variations, list):
                result[str(name)] = [
                    _variation(item) for item in variations if isinstance(item, YamlMap)
                ]
    return {name: variations for name, variations in result.items() if variations}


def _variation(raw: YamlMap) -> dict[str, Any]:
    result = {key: _plain(raw[key]) for key in _RESPONSE_KEYS if raw.get(key) is not None}
    if not isinstance(result.get("text", ""), str):
        result["text"] = str(result["text"])
    for key in ("buttons", "quick_replies"):
        if isinstance(result.get(key), list):
            result[key] = [
                {k: b[k] for k in _BUTTON_KEYS if k in b}
                for b in result[key]
                if isinstance(b, dict)
            ]
    condition = raw.get("condition")
    if isinstance(condition, list):
        result["condition"] = _plain(condition)
    if not any(key in result for key in _RESPONSE_KEYS[:7]):
        result["text"] = ""
    return result


def _actions(project: Project) -> list[Any]:
    """Return declared actions and those that flows name: Rasa can only predict what it knows."""
    documents = [d.content for d in project.domain_documents]
    declared = {_name_of(item): item for item in _merged_list(documents, "actions")}
    actions: dict[str, Any] = {}
    for name, item in declared.items():
        # Rasa 3.6 knows one option of an action: that it wants the domain sent along.
        options = item.get(name) if isinstance(item, dict) else None
        wants_domain = isinstance(options, dict) and options.get("send_domain") is True
        actions[name] = {name: {"send_domain": True}} if wants_domain else name
    for flow in project.flows.values():
        for step in flow.steps.values():
            for name, _ in step.runs():
                actions.setdefault(name, name)
    responses = project.domain.responses
    return [
        item
        for name, item in actions.items()
        if name not in BUILTIN_ACTIONS
        and (name in declared or name not in RASA_ACTIONS)
        and name not in responses
        and not is_template(name)
        and name not in project.domain.forms
    ]
