"""A small language to say what a YAML file may hold, once, for three uses.

One description checks a file (:meth:`Shape.check`), becomes a JSON Schema for editors
(:meth:`Shape.schema`) and is the text of the reference pages (``Key.doc``)::

    STEP = Record("noop step", (
        Key("noop", Literal(True), "marks a pure branching point", required=True),
        Key("next", NEXT, "where to go", required=True),
    ))

``check`` reports every fault with its position and returns whether the value is usable as a whole.
Codes are ``<room>.unknown_key``, ``.wrong_type``, ``.missing_key`` and ``.duplicate_key``, where
room is the kind of file: ``flow``, ``domain``, ``tenant``.
"""

from __future__ import annotations

import abc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import did_you_mean, shorten
from engine.flows.report import Report
from engine.flows.source import Position, YamlList, YamlMap

JsonSchema = dict[str, Any]
#: Names that a project knows, by kind ("slot", "response", ...), for completion in editors.
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value stands: the kind of file, words for messages, and the report to write to."""

    # "flow" | "domain" | "tenant" | ...: first part of the codes.
    room: str
    # "step 'demander_jour' of flow 'prendre_rendez_vous'"
    what: str
    report: Report

    def inside(self, what: str) -> Where:
        """Return the same place described by other words."""
        return Where(self.room, what, self.report)


class Shape(abc.ABC):
    """What one YAML value may be."""

    #: Words for messages: "a text", "true or false".
    expected: str = "a value"

    @abc.abstractmethod
    def fits(self, value: Any) -> bool:
        """Tell whether ``value`` is of this shape at its outermost level."""

    @abc.abstractmethod
    def schema(self, names: Names) -> JsonSchema:
        """Return the shape as JSON Schema (draft 7)."""

    def check(self, value: Any, at: Position, where: Where) -> bool:
        """Report what is wrong with ``value``; return whether nothing is."""
        if self.fits(value):
            return True
        where.report.error(
            f"{where.room}.wrong_type",
            at,
            f"{where.what} is {shorten(_plain(value))}, expected {self.expected}",
        )
        return False


def _plain(value: Any) -> Any:
    """Return ``value`` without positions, for messages."""
    if isinstance(value, YamlMap):
        return dict(value)
    return list(value) if isinstance(value, YamlList) else value


class Anything(Shape):
    """Any value at all."""

    def fits(self, value: Any) -> bool:
        return True

    def schema(self, names: Names) -> JsonSchema:
        return {}


@dataclass(frozen=True)
class Text(Shape):
    """A text. Numbers and booleans are texts that nobody quoted only where ``lenient``."""

    expected: str = "a text"
    # Kind of name that the text refers to, "slot" for example: editors then complete it.
    refers_to: str = ""
    # Accept unquoted numbers and booleans.
    lenient: bool = False
    # Accept an empty text.
    may_be_empty: bool = False

    def fits(self, value: Any) -> bool:
        if isinstance(value, str):
            return bool(value.strip()) or self.may_be_empty
        return self.lenient and isinstance(value, int | float)

    def schema(self, names: Names) -> JsonSchema:
        text: JsonSchema = {"type": ["string", "number", "boolean"] if self.lenient else "string"}
        known = names.get(self.refers_to)
        if not known:
            return text
        return {"anyOf": [{"enum": sorted(set(known))}, {"type": "string", "pattern": r"\{\{"}]}


@dataclass(frozen=True)
class Flag(Shape):
    """true or false."""

    expected: str = "true or false"

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)

    def schema(self, names: Names) -> JsonSchema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Number(Shape):
    """A number within bounds, both included."""

    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False

    @property
    def expected(self) -> str:  # type: ignore[override]
        words = "a whole number" if self.whole else "a number"
        if self.minimum is not None and self.maximum is not None:
            return f"{words} from {self.minimum:g} to {self.maximum:g}"
        if self.minimum is not None:
            return f"{words} of at least {self.minimum:g}"
        return words

    def fits(self, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.whole and not isinstance(value, int):
            return False
        too_small = self.minimum is not None and value < self.minimum
        too_large = self.maximum is not None and value > self.maximum
        return not too_small and not too_large

    def schema(self, names: Names) -> JsonSchema:
        result: JsonSchema = {"type": "integer" if self.whole else "number"}
        if self.minimum is not None:
            result["minimum"] = self.minimum
        if self.maximum is not None:
            result["maximum"] = self.maximum
        return result


@dataclass(frozen=True)
class Literal(Shape):
    """One of a few values."""

    values: tuple[Any, ...]

    @property
    def expected(self) -> str:  # type: ignore[override]
        return " or ".join(repr(value) for value in self.values)

    def fits(self, value: Any) -> bool:
        return any(value is known or value == known for known in self.values)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if self.fits(value):
            return True
        where.report.error(
            f"{where.room}.wrong_type",
            at,
            f"{where.what} is {shorten(_plain(value))}, expected {self.expected}",
            did_you_mean(str(value), [str(known) for known in self.values]),
        )
        return False

    def schema(self, names: Names) -> JsonSchema:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class ListOf(Shape):
    """A list whose items all have one shape."""

    item: Shape
    minimum: int = 0
    # Words for one item in messages: "step".
    called: str = "item"

    @property
    def expected(self) -> str:  # type: ignore[override]
        return f"a list with at least one {self.called}" if self.minimum else "a list"

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlList) and len(value) >= self.minimum

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if not super().check(value, at, where):
            return False
        good = True
        for number, (item, item_at) in enumerate(zip(value, value.items_at, strict=True), start=1):
            inside = where.inside(f"{self.called} {number} of {where.what}")
            good = self.item.check(item, item_at, inside) and good
        return good

    def schema(self, names: Names) -> JsonSchema:
        result: JsonSchema = {"type": "array", "items": self.item.schema(names)}
        if self.minimum:
            result["minItems"] = self.minimum
        return result


@dataclass(frozen=True)
class MapOf(Shape):
    """A map from free names to values of one shape."""

    value: Shape
    called: str = "entry"
    expected: str = "a map"

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlMap)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if not super().check(value, at, where):
            return False
        good = report_duplicates(value, where)
        for key, item in value.items():
            inside = where.inside(f"{self.called} {str(key)!r} of {where.what}")
            good = self.value.check(item, value.position_of_value(key), inside) and good
        return good

    def schema(self, names: Names) -> JsonSchema:
        return {"type": "object", "additionalProperties": self.value.schema(names)}


@dataclass(frozen=True)
class Key:
    """One key of a record."""

    name: str
    shape: Shape
    # What it means, for hover texts and the reference page.
    doc: str
    required: bool = False
    # A key of ours that Rasa does not know: refused in strict mode.
    extension: bool = False
    # What happens to an editor's completion when the key is left out.
    default: Any = None


@dataclass(frozen=True)
class Record(Shape):
    """A map with known keys; an unknown key is an error with a proposal."""

    called: str
    keys: tuple[Key, ...]
    expected: str = "a map"
    # Keys that exist elsewhere or existed once: key -> what to do instead.
    hints: Mapping[str, str] | None = None
    # Rasa passes over keys that it does not know here: only what looks misspelt is an error.
    lenient: bool = False

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlMap)

    def key(self, name: str) -> Key | None:
        """Return the declared key ``name``."""
        return next((key for key in self.keys if key.name == name), None)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        if not super().check(value, at, where):
            return False
        good = report_duplicates(value, where)
        for name in value:
            good = self._check_key(value, name, where) and good
        misspelt = "".join(
            did_you_mean(str(name), [key.name for key in self.keys])
            for name in value
            if self.key(name) is None
        )
        for key in self.keys:
            if key.required and key.name not in value:
                good = False
                if repr(key.name) in misspelt:
                    continue  # told as an unknown key already
                where.report.error(
                    f"{where.room}.missing_key", at, f"{where.what} has no {key.name!r}", key.doc
                )
        return good

    def _check_key(self, value: YamlMap, name: Any, where: Where) -> bool:
        key = self.key(name) if isinstance(name, str) else None
        if key is None:
            hint = (self.hints or {}).get(name, "")
            hint = hint or did_you_mean(str(name), [key.name for key in self.keys])
            tell = where.report.warning if self.lenient and not hint else where.report.error
            tell(
                f"{where.room}.unknown_key",
                value.position_of(name),
                f"unknown key {str(name)!r} in {where.what}",
                hint,
            )
            return False
        if value[name] is None and not key.required:
            return True  # "key:" with nothing behind it says nothing
        inside = where.inside(f"{name!r} of {where.what}")
        return key.shape.check(value[name], value.position_of_value(name), inside)

    def schema(self, names: Names) -> JsonSchema:
        properties = {}
        for key in self.keys:
            property_schema = dict(key.shape.schema(names))
            property_schema["description"] = key.doc
            if key.default is not None:
                property_schema["default"] = key.default
            properties[key.name] = property_schema
        result: JsonSchema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        required = [key.name for key in self.keys if key.required]
        if required:
            result["required"] = required
        return result


@dataclass(frozen=True)
class OneOf(Shape):
    """Any of several shapes; the first whose outermost level fits is the one that is checked."""

    shapes: tuple[Shape, ...]

    @property
    def expected(self) -> str:  # type: ignore[override]
        return " or ".join(shape.expected for shape in self.shapes)

    def fits(self, value: Any) -> bool:
        return any(shape.fits(value) for shape in self.shapes)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        for shape in self.shapes:
            if shape.fits(value):
                return shape.check(value, at, where)
        return super().check(value, at, where)

    def schema(self, names: Names) -> JsonSchema:
        return {"anyOf": [shape.schema(names) for shape in self.shapes]}


@dataclass(frozen=True)
class Deferred(Shape):
    """A shape that is defined later, for grammars that contain themselves."""

    # Key under "definitions" in the JSON Schema.
    name: str
    resolve: Callable[[], Shape]

    @property
    def expected(self) -> str:  # type: ignore[override]
        return self.resolve().expected

    def fits(self, value: Any) -> bool:
        return self.resolve().fits(value)

    def check(self, value: Any, at: Position, where: Where) -> bool:
        return self.resolve().check(value, at, where)

    def schema(self, names: Names) -> JsonSchema:
        return {"$ref": f"#/definitions/{self.name}"}


def report_duplicates(value: YamlMap, where: Where) -> bool:
    """Report keys that are written twice in one map; return whether there are none."""
    for name, at in value.duplicates:
        where.report.error(
            f"{where.room}.duplicate_key",
            at,
            f"key {name!r} is written twice in {where.what}",
            "only the last one would count; remove one of them",
        )
    return not value.duplicates
