"""Every condition of a project with what stands around it, and exact places inside its text.

>>> for placed in conditions_of(project):
...     placed.at(offset)  # Position of the character ``offset`` of the condition
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.errors import Problem, Severity
from engine.flows.checks.base import problem
from engine.flows.checks.outline import FlowOutline, outline
from engine.flows.conditions import Condition
from engine.flows.expressions import Comparison, Expression, Reference, Surprise, inspect
from engine.flows.project import Project
from engine.flows.records import Flow
from engine.flows.source import Position, YamlList
from engine.flows.steps.collect import Collect


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCondition:
    """One condition and where it stands."""

    condition: Condition
    # Folder that the path of its position is relative to.
    root: Path
    # None for the validation of a slot in the domain.
    flow: Flow | None = None
    # Slot whose value a rejection refuses, else empty.
    slot: str = ""

    @property
    def expression(self) -> Expression | None:
        """The condition parsed; None for a constant or a faulty one."""
        return self.condition.expression

    def at(self, offset: int) -> Position:
        """Return the place of the character ``offset``, or at least that of the condition."""
        return place_inside(self.root, self.condition.position, str(self.condition.source), offset)


@lru_cache(maxsize=1)
def conditions_of(project: Project) -> tuple[PlacedCondition, ...]:
    """Return all conditions of the project's own flows and slots."""
    return tuple(_conditions(project))


def _conditions(project: Project) -> Iterator[PlacedCondition]:
    root = project.root
    for item in outline(project):
        flow = item.flow
        if flow.guard is not None:
            yield PlacedCondition(condition=flow.guard, root=root, flow=flow)
        for step in flow.steps.values():
            for branch in step.next.branches:
                if branch.condition is not None:
                    yield PlacedCondition(condition=branch.condition, root=root, flow=flow)
            if isinstance(step, Collect):
                for rejection in step.rejections:
                    yield PlacedCondition(
                        condition=rejection.condition, root=root, flow=flow, slot=step.slot
                    )
        yield from _exits(item, root)
    for slot in project.own_domain.slots.values():
        for rejection in slot.rejections:
            yield PlacedCondition(condition=rejection.condition, root=root, slot=slot.name)


def _exits(item: FlowOutline, root: Path) -> Iterator[PlacedCondition]:
    """Yield the conditions that end a call of an agent."""
    for node in item.nodes:
        listed = node.get("exit_if") if "call" in node else None
        if isinstance(listed, YamlList):
            for source, at in zip(listed, listed.items_at, strict=True):
                if isinstance(source, str):
                    yield PlacedCondition(
                        condition=Condition.of(source, at), root=root, flow=item.flow
                    )


@lru_cache(maxsize=4096)
def references(expression: Expression) -> tuple[Reference, ...]:
    """Return what a condition reads; kept, because several checks ask."""
    return inspect.references(expression)


@lru_cache(maxsize=4096)
def comparisons(expression: Expression) -> tuple[Comparison, ...]:
    """Return what a condition compares; kept, because several checks ask."""
    return inspect.comparisons(expression)


@lru_cache(maxsize=4096)
def _surprises(expression: Expression) -> tuple[Surprise, ...]:
    return inspect.surprises(expression)


def surprising(project: Project, code: str, severity: Severity) -> Iterator[Problem]:
    """Yield the surprises of one code in all conditions."""
    for placed in conditions_of(project):
        if placed.expression is None:
            continue
        for found in _surprises(placed.expression):
            if found.code == code:
                yield problem(
                    code, severity, placed.at(found.offset), found.message, found.proposal
                )


def place_inside(root: Path, at: Position, text: str, offset: int) -> Position:
    """Return the place of the character ``offset`` of a scalar that starts ``at``.

    Exact when the scalar stands on one line as it is read: plain, or quoted without escapes.
    Otherwise the start of the scalar.
    """
    lines = _lines(root / at.path)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    written = line[at.column - 1 :]
    if written.startswith(text):
        return Position(at.path, at.line, at.column + offset)
    if written[:1] in ("'", '"') and written[1:].startswith(text):
        return Position(at.path, at.line, at.column + 1 + offset)
    return at


@lru_cache(maxsize=64)
def _lines(file: Path) -> tuple[str, ...]:
    try:
        # YAML ends lines at these only; splitlines() would also split at form feeds.
        text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(text.split("\n"))


def forget_files() -> None:
    """Drop the lines that are kept, so that a changed file is read anew."""
    _lines.cache_clear()
