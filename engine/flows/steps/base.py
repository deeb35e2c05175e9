"""What every step type is made of: a record, its grammar, how to read it, how to run it.

One file per type, always in the order: grammar, record, read, execute, what it reads and writes.
The docstring of each type is a complete example in YAML; a test loads them all.
"""

from __future__ import annotations

import abc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from engine.flows.conditions import Condition
from engine.flows.records import Flow, Next
from engine.flows.run import Move, Run
from engine.flows.shapes import (
    Anything,
    Deferred,
    Flag,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Shape,
    Text,
)
from engine.flows.source import Position, YamlMap
from engine.flows.state import Frame
from engine.registry import Registry

#: All step types by the key that names them in YAML.
STEP_TYPES: Registry[type[Step]] = Registry("step type")

CONDITION: Shape = OneOf((Flag(), Text(expected="a condition")))

#: A list of steps inside a branch.
STEPS = Deferred("steps", lambda: ListOf(ANY_STEP, minimum=1, called="step"))

_THEN = OneOf((Text(expected="the id of a step or END"), STEPS))
BRANCH = Record(
    "branch",
    (
        Key("if", CONDITION, "condition of the branch: slots.x, context.x, and, or, not, is, ..."),
        Key("then", _THEN, "where to go when the condition holds: a step id, END or steps"),
        Key("else", _THEN, "where to go when no condition above holds: a step id, END or steps"),
    ),
)


class _NextShape(Shape):
    """A step id, END, a list of branches, or a list of steps."""

    expected = "the id of a step, END, a list of branches or a list of steps"

    def fits(self, value: Any) -> bool:
        return (isinstance(value, str) and bool(value.strip())) or isinstance(value, list)

    def check(self, value: Any, at: Position, where: Any) -> bool:
        if not super().check(value, at, where) or isinstance(value, str):
            return self.fits(value)
        if is_branch_list(value):
            return ListOf(BRANCH, minimum=1, called="branch").check(value, at, where)
        return STEPS.check(value, at, where)

    def schema(self, names: Mapping[str, Any]) -> dict[str, Any]:
        branches = {"type": "array", "minItems": 1, "items": BRANCH.schema(names)}
        return {"anyOf": [{"type": "string"}, branches, STEPS.schema(names)]}


def is_branch_list(value: Any) -> bool:
    """Tell whether a ``next`` list holds branches rather than steps."""
    return isinstance(value, list) and any(
        isinstance(item, dict) and not {"if", "then", "else"}.isdisjoint(item) for item in value
    )


#: Keys that every step may have. ``metadata`` is tolerated everywhere, as Rasa does.
SHARED_KEYS = (
    Key("id", Text(lenient=True, expected="an id"), "name of the step, unique in the flow"),
    Key(
        "next",
        _NextShape(),
        "where to go afterwards: a step id, END, a list of if/then/else, or a list of steps; "
        "left out: the following step",
    ),
    Key("metadata", MapOf(Anything()), "free notes for tools; the engine does not read them"),
    Key("description", Text(lenient=True), "a note for readers and language models"),
)


@dataclass(frozen=True, kw_only=True)
class Step(abc.ABC):
    """One step of a flow, read."""

    #: The key that names the type in YAML.
    KIND: ClassVar[str]
    #: The grammar of the whole step.
    RECORD: ClassVar[Record]

    id: str
    flow: str
    next: Next
    position: Position
    # Position of the step's keys and of their values.
    keys_at: Mapping[str, Position] = field(default_factory=dict)
    values_at: Mapping[str, Position] = field(default_factory=dict)
    # True when the author wrote the id.
    named: bool = False
    # Length of the path of nested lists: 0 for a step of the flow's own list.
    depth: int = 0
    # Keys of the step that only a language model can serve, for the note.
    llm_only: tuple[str, ...] = ()

    @classmethod
    @abc.abstractmethod
    def fields(cls, node: YamlMap) -> dict[str, Any]:
        """Read the keys of this type, tolerating any value: the grammar has been checked apart."""

    @classmethod
    def read(cls, node: YamlMap, **shared: Any) -> Self:
        """Build the record from YAML; ``shared`` are the fields of :class:`Step`."""
        return cls(**shared, **cls.fields(node))

    @classmethod
    def subject(cls, node: YamlMap) -> str:
        """Return what names the step in a generated id: the value of its key."""
        return str(node.get(cls.KIND))

    @abc.abstractmethod
    def execute(self, run: Run, frame: Frame, flow: Flow) -> Move:
        """Run the step; called again with ``frame.phase`` set when it had to wait."""

    def at(self, key: str) -> Position:
        """Return where ``key`` is written."""
        return self.keys_at.get(key, self.position)

    def at_value(self, key: str) -> Position:
        """Return where the value of ``key`` starts."""
        return self.values_at.get(key, self.position)

    # What the step touches, for checks, docs and graphs.

    def writes(self) -> Iterable[str]:
        """Slots that the step writes."""
        return ()

    def keeps(self) -> Iterable[str]:
        """Slots that the step writes and that stay when the flow ends."""
        return ()

    def runs(self) -> Iterable[tuple[str, Position]]:
        """Actions and responses that the step may run, with their place."""
        return ()

    def calls(self) -> Iterable[str]:
        """Flows that the step calls."""
        return ()

    def links(self) -> Iterable[str]:
        """Flows that the step links to."""
        return ()

    def conditions(self) -> Iterable[Condition]:
        """All conditions of the step."""
        return tuple(b.condition for b in self.next.branches if b.condition is not None)

    @property
    def waits(self) -> bool:
        """Tell whether the step may wait for a message."""
        return False


class _AnyStep(Shape):
    """A step of any registered type."""

    expected = "a step: a map with one of action, collect, set_slots, noop, link, call"

    def fits(self, value: Any) -> bool:
        return isinstance(value, YamlMap)

    def check(self, value: Any, at: Position, where: Any) -> bool:
        if not super().check(value, at, where):
            return False
        kinds = [key for key in value if key in STEP_TYPES]
        # Steps of no kind, or of two, are the business of checks of their own.
        return len(kinds) != 1 or STEP_TYPES[kinds[0]].RECORD.check(value, at, where)

    def schema(self, names: Mapping[str, Any]) -> dict[str, Any]:
        return {"anyOf": [step_type.RECORD.schema(names) for step_type in STEP_TYPES.values()]}


ANY_STEP: Shape = _AnyStep()


def type_of(node: YamlMap) -> type[Step] | None:
    """Return the type of a step: the first registered key that it has."""
    return next((STEP_TYPES[key] for key in node if key in STEP_TYPES), None)
