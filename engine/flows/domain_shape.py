"""The grammar of a domain file, for Rasa 3.6 and for 3.7 and later alike.

>>> report = Report()
>>> check_domain(read_text("respones: {}", "domain.yml"), report, own_file=True)
>>> report.problems[0].proposal
"did you mean 'responses'?"
"""

from __future__ import annotations

from typing import Any

from engine.errors import did_you_mean
from engine.flows.rejections import REJECTION
from engine.flows.report import Report
from engine.flows.shapes import (
    Anything,
    Flag,
    JsonSchema,
    Key,
    ListOf,
    Literal,
    MapOf,
    Names,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
    Where,
    report_duplicates,
)
from engine.flows.source import Position, YamlList, YamlMap

_NAMES = OneOf((ListOf(Text(lenient=True), called="name"), Text()))


class _Named(Shape):
    """A list of names; some may be maps of one key with a body: ``- jour: {roles: [...]}``."""

    expected = "a list of names"

    def __init__(self, body: Shape, called: str) -> None:
        self._body = body
        self._called = called

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlList | YamlMap)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if not super().check(value, at, where):
            return False
        if isinstance(value, YamlMap):
            return MapOf(OneOf((self._body, Anything()))).check(value, at, where)
        good = True
        for number, (item, item_at) in enumerate(zip(value, value.items_at, strict=True), start=1):
            inside = where.inside(f"{self._called} {number}")
            if isinstance(item, YamlMap):
                for name, body in item.items():
                    if body is not None:
                        named = where.inside(f"{self._called} {str(name)!r}")
                        place = item.position_of_value(name)
                        good = self._body.check(body, place, named) and good
            else:
                good = Text("a name", lenient=True).check(item, item_at, inside) and good
        return good

    def schema(self, names: Names) -> JsonSchema:
        named = {"type": "object", "additionalProperties": self._body.schema(names)}
        item = {"anyOf": [{"type": ["string", "number", "boolean"]}, named]}
        return {"anyOf": [{"type": "array", "items": item}, named]}


# -- slots -----------------------------------------------------------------------------------

_MAPPING_CONDITION = Record(
    "mapping condition",
    (
        Key("active_flow", Text("a flow id", refers_to="flow"), "only while this flow is open"),
        Key(
            "active_loop",
            OneOf((Text("a form name"), Literal((None,)))),
            "only while this form is active; null: while none is",
        ),
        Key("requested_slot", Text("a slot name", refers_to="slot"), "only while it is asked for"),
    ),
)

_MAPPING = Record(
    "slot mapping",
    (
        Key(
            "type",
            Text("a mapping type"),
            "where the value comes from: from_entity, from_intent, from_text, "
            "from_trigger_intent, custom, controlled, from_llm",
            required=True,
        ),
        Key("entity", Text("an entity name"), "entity that gives the value"),
        Key("role", Text(lenient=True), "role of the entity"),
        Key("group", Text(lenient=True), "group of the entity"),
        Key("intent", _NAMES, "only from messages with this intent, or one of these"),
        Key("not_intent", _NAMES, "not from messages with this intent, or one of these"),
        Key("value", Anything(), "value to give, for from_intent and from_trigger_intent"),
        Key(
            "conditions",
            ListOf(_MAPPING_CONDITION, called="condition"),
            "the mapping counts only while one of these holds",
        ),
        Key("action", Text("an action name"), "action that fills the slot (custom)"),
        Key("run_action_every_turn", Text("an action name"), "action that runs at every message"),
        Key("allow_nlu_correction", Flag(), "for language models only"),
        Key("coexistence_system", Text("NLU, CALM or SHARED"), "for coexistence only"),
        Key("prefilled", Flag(), "for tools"),
    ),
    lenient=True,
)

_VALIDATION = Record(
    "slot validation",
    (
        Key(
            "rejections",
            ListOf(REJECTION, called="rejection"),
            "values to refuse, at any moment of the conversation",
            required=True,
        ),
        Key(
            "refill_utter",
            Text("a response name", refers_to="response"),
            "response that asks again; left out: utter_ask_<slot>",
        ),
    ),
)

#: Keys of a slot that Rasa itself reads; a slot with a class of its own may have others.
SLOT = Record(
    "slot",
    (
        Key("type", Text("a slot type"), "text, bool, categorical, float, any or list"),
        Key("values", ListOf(Anything(), called="value"), "values of a categorical slot"),
        Key("initial_value", Anything(), "value at the beginning, and after a reset"),
        Key("mappings", ListOf(_MAPPING, called="mapping"), "how messages fill the slot"),
        Key("influence_conversation", Flag(), "false: policies do not look at it", default=True),
        Key("validation", _VALIDATION, "values to refuse at any moment of the conversation"),
        Key("min_value", Number(), "least value of a float slot"),
        Key("max_value", Number(), "greatest value of a float slot"),
        Key("shared_for_coexistence", Flag(), "for coexistence only"),
        Key("value_reset_delay", Number(), "read by no version of Rasa"),
        Key("auto_fill", Flag(), "of versions before 3.0"),
        Key("is_builtin", Flag(), "set by tools"),
        Key("scope", Text(), "of newer versions"),
        Key("description", Text(lenient=True, may_be_empty=True), "a note for readers"),
        Key("metadata", Anything(), "free notes for tools"),
    ),
)


class _SlotShape(Shape):
    """A slot; one with a class of its own may have keys of its own."""

    expected = "a map"

    def fits(self, value: Any) -> bool:
        return SLOT.fits(value)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        own_class = isinstance(value, YamlMap) and "." in str(value.get("type"))
        return own_class or SLOT.check(value, at, where)

    def schema(self, names: Names) -> JsonSchema:
        return SLOT.schema(names)


# -- responses -------------------------------------------------------------------------------

_BUTTON_KEYS = (
    Key("title", Text(lenient=True, may_be_empty=True), "words on the button"),
    Key(
        "payload",
        Text(lenient=True, may_be_empty=True),
        "what a touch says: /SetSlots(slot=value), /intent, or plain text",
    ),
    Key("description", Text(lenient=True), "small text under the title, in lists"),
    Key("type", Text(), "kind of button, for some channels"),
    Key("url", Text(), "address to open, for some channels"),
    Key("content_type", Text(), "kind of quick reply, for some channels"),
    Key("image_url", Text(), "picture, for some channels"),
    Key("button_type", Text(), "kind of button, for some channels"),
    Key("id", Text(lenient=True), "id, for some channels"),
    Key("metadata", Anything(), "free notes for the channel"),
)


class _ButtonShape(Shape):
    """A button; channels add keys, so only what looks like a misspelt one is refused."""

    expected = "a map with title and payload"
    _record = Record("button", _BUTTON_KEYS)

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlMap)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if not super().check(value, at, where):
            return False
        good = report_duplicates(value, where)
        for name in value:
            key = self._record.key(name) if isinstance(name, str) else None
            place = value.position_of(name)
            if key is None and (proposal := did_you_mean(str(name), ("title", "payload"))):
                code = f"{where.room}.unknown_key"
                message = f"unknown key {str(name)!r} in {where.what}"
                where.report.error(code, place, message, proposal)
                good = False
            elif key is not None and value[name] is not None:
                inside = where.inside(f"{name!r} of {where.what}")
                good = key.shape.check(value[name], value.position_of_value(name), inside) and good
        return good

    def schema(self, names: Names) -> JsonSchema:
        return {**self._record.schema(names), "additionalProperties": True}


_SLOT_CONDITION = Record(
    "response condition",
    (
        Key("type", Literal(("slot",)), "what is looked at: slot", required=True),
        Key("name", Text("a slot name", refers_to="slot"), "slot to look at", required=True),
        Key("value", Anything(), "value that the slot must have", required=True),
    ),
)
_BUTTONS = ListOf(_ButtonShape(), called="button")

VARIATION = Record(
    "variation",
    (
        Key("text", Text(lenient=True, may_be_empty=True), "what is said; {slot} is filled in"),
        Key("buttons", _BUTTONS, "choices to touch: up to three, or a list of up to ten"),
        Key("button_type", Text(), "kind of buttons, for some channels"),
        Key("quick_replies", _BUTTONS, "choices to touch, for some channels"),
        Key("image", Text(), "address of a picture"),
        Key("attachment", Anything(), "file, for some channels"),
        Key("elements", Anything(), "cards, for some channels"),
        Key("custom", Anything(), "anything else, handed to the channel as it is"),
        Key("channel", Text(), "only for this channel"),
        Key(
            "condition",
            OneOf((ListOf(_SLOT_CONDITION, called="condition"), Text("a condition"))),
            "only when the slots have these values",
        ),
        Key("metadata", Anything(), "template: jinja, rephrase: true, and free notes"),
        Key("translation", MapOf(Anything()), "the text in other languages, by their code"),
        Key("allow_interruptions", Flag(), "voice channels only"),
        Key("id", Text(lenient=True), "id of the variation, for tools"),
        Key("template", Text(), "of older versions"),
        Key("template_type", Text(), "of older versions"),
    ),
)

# -- the rest --------------------------------------------------------------------------------

_INTENT = Record(
    "intent",
    (
        Key("use_entities", OneOf((Flag(), _NAMES)), "entities that count with this intent"),
        Key("ignore_entities", OneOf((Flag(), _NAMES)), "entities that do not"),
        Key("is_retrieval_intent", Flag(), "set by tools"),
        Key("triggers", Text(), "action of older versions"),
    ),
    lenient=True,
)
_ENTITY = Record(
    "entity",
    (
        Key("roles", _NAMES, "roles that it may play"),
        Key("groups", _NAMES, "groups that it may belong to"),
        Key("influence_conversation", Flag(), "false: policies do not look at it"),
    ),
    lenient=True,
)
_ACTION = Record("action", (Key("send_domain", Flag(), "send the domain to this action"),))
_FORM = Record(
    "form",
    (
        Key("required_slots", Anything(), "slots to fill, in order"),
        Key("ignored_intents", _NAMES, "intents that fill nothing here"),
    ),
)
_SESSION = Record(
    "session_config",
    (
        Key(
            "session_expiration_time",
            Number(minimum=0),
            "minutes without a message after which a new conversation begins; 0: never",
        ),
        Key("carry_over_slots_to_new_session", Flag(), "keep the slots then"),
        Key("start_session_after_expiry", Flag(), "of newer versions"),
    ),
    lenient=True,
)

DOMAIN = Record(
    "domain",
    (
        Key("version", Text(lenient=True), 'version of the format, "3.1"'),
        Key("intents", _Named(_INTENT, "intent"), "what people may mean"),
        Key("entities", _Named(_ENTITY, "entity"), "words to keep of a message"),
        Key("slots", MapOf(_SlotShape(), called="slot"), "what a conversation remembers"),
        Key(
            "responses",
            MapOf(ListOf(VARIATION, called="variation"), called="response"),
            "what is said",
        ),
        Key("actions", _Named(_ACTION, "action"), "custom actions, written in Python"),
        Key("e2e_actions", ListOf(Text(lenient=True), called="text"), "texts used as actions"),
        Key(
            "forms",
            MapOf(OneOf((_FORM, Literal((None,)))), called="form"),
            "forms of Rasa, beside the flows",
        ),
        Key("session_config", _SESSION, "how long a conversation lasts"),
        Key("config", Anything(), "store_entities_as_slots, of older versions"),
    ),
    hints={
        "templates": "it is called 'responses' since Rasa 2.0",
        "utterances": "did you mean 'responses'?",
    },
)

#: Keys beside those of a domain that a mixed file may have.
_BESIDE = ("flows", "nlu", "rules", "stories", "language", "additional_languages")


def check_domain(content: YamlMap, report: Report, *, own_file: bool) -> None:
    """Report every fault of grammar of the domain keys in ``content``.

    ``own_file``: the file is nothing but a domain, so a key at its outermost level that looks
    misspelt is an error; in files that hold flows too it is a warning.
    """
    where = Where("domain", "the domain", report)
    report_duplicates(content, where)
    for name in content:
        key = DOMAIN.key(name) if isinstance(name, str) else None
        if key is not None:
            if content[name] is not None:
                inside = where.inside(repr(name))
                key.shape.check(content[name], content.position_of_value(name), inside)
        elif name not in _BESIDE and not str(name).startswith("x-"):
            _report_unknown(name, content, report, own_file)


def _report_unknown(name: Any, content: YamlMap, report: Report, own_file: bool) -> None:
    known = [*(key.name for key in DOMAIN.keys), "flows", "nlu"]
    hint = (DOMAIN.hints or {}).get(name, "") or did_you_mean(str(name), known)
    at = content.position_of(name)
    if own_file and hint:
        report.error("domain.unknown_key", at, f"unknown key {str(name)!r} in the domain", hint)
    elif own_file:
        # Rasa passes over it; some keep anchors for reuse under a name of their own.
        report.warning("domain.unknown_key", at, f"unknown key {str(name)!r} in the domain")
    else:
        message = f"the section {str(name)!r} is not known and is not read"
        report.warning("flow.unknown_section", at, message, hint)
