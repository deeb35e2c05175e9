"""The steps of each flow as written, broken ones included, and the graph that they form.

>>> for flow in outline(project): ...     for node in flow.nodes: ...

The reader leaves out what it cannot read; a check needs to see it, and to know where to keep
quiet: :attr:`FlowOutline.is_sure` tells whether the graph can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from engine.flows.project import Project
from engine.flows.records import END, START, Flow
from engine.flows.source import Position, YamlList, YamlMap
from engine.flows.steps.action import Action
from engine.flows.steps.base import STEP_TYPES, Step, is_branch_list
from engine.flows.steps.link import Link

_BRANCH_KEYS = frozenset({"if", "then", "else"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepList:
    """A list of steps: of the flow, of a branch, or behind ``next``."""

    items: YamlList
    # "flow" | "branch" | "next".
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchList:
    """The branches behind ``next`` of one step."""

    items: YamlList
    # Where the "next" that holds them is written.
    position: Position


@dataclass(frozen=True, kw_only=True)
class FlowOutline:
    """One flow of the project, as written and as read."""

    flow: Flow
    body: YamlMap
    path: str
    # Steps in the order of the file, those without a kind included.
    nodes: tuple[YamlMap, ...]
    lists: tuple[StepList, ...]
    branch_lists: tuple[BranchList, ...]
    # Places in step lists where something else than a step stands.
    strangers: int

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids written on any step, also on one that cannot be read."""
        return frozenset(str(node["id"]) for node in self.nodes if node.get("id") is not None)

    @cached_property
    def unknown_targets(self) -> tuple[tuple[str, Position], ...]:
        """Targets that are no step of the flow, with the place where each is written."""
        known = {*self.flow.steps, *self.ids, END}
        found: list[tuple[str, Position]] = []
        for step in self.flow.steps.values():
            if step.next.written and not isinstance(step, Link):
                found += [(b.target, b.target_position) for b in step.next.branches]
            if isinstance(step, Action) and step.on_failure:
                found.append((step.on_failure, step.at_value("on_failure")))
        return tuple((target, at) for target, at in found if target not in known)

    @cached_property
    def open_ends(self) -> tuple[YamlMap, ...]:
        """Last steps of branches that do not say where to go."""
        last = (
            listed.items[-1] for listed in self.lists if listed.role == "branch" and listed.items
        )
        return tuple(node for node in last if isinstance(node, YamlMap) and _is_open(node))

    @cached_property
    def is_sure(self) -> bool:
        """Tell whether all steps and branches could be read, so that the graph is as meant."""
        if self.strangers or self.unknown_targets or self.open_ends:
            return False
        if len(self.flow.steps) != len(self.nodes) or any(map(is_reserved, self.ids)):
            return False
        return all(_is_clean(node) for node in self.nodes) and all(
            isinstance(branch, YamlMap) and _is_clean_branch(branch)
            for listed in self.branch_lists
            for branch in listed.items
        )

    @cached_property
    def reached(self) -> frozenset[str]:
        """Ids of the steps that can be reached from the first one."""
        return self.reachable_from(self.flow.first)

    @cached_property
    def behind_links(self) -> dict[str, str]:
        """Links with a step behind them that nothing leads to: id of the link -> id of the step."""
        at = {step.position: step for step in self.flow.steps.values()}
        found: dict[str, str] = {}
        for listed in self.lists:
            for node, following in pairwise(listed.items):
                if not isinstance(node, YamlMap) or not isinstance(following, YamlMap):
                    continue
                step, behind = at.get(node.position), at.get(following.position)
                if isinstance(step, Link) and behind is not None and behind.id not in self.reached:
                    found[step.id] = behind.id
        return found

    def reachable_from(self, start: str) -> frozenset[str]:
        """Return the ids of the steps that can be reached from ``start``, itself included."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            step = self.flow.steps.get(todo.pop())
            if step is not None and step.id not in seen:
                seen.add(step.id)
                todo.extend(targets_of(step))
        return frozenset(seen)


def targets_of(step: Step) -> tuple[str, ...]:
    """Return where ``step`` may lead within its flow, END included."""
    if isinstance(step, Link):
        return (END,)
    targets = step.next.targets or (END,)
    return (*targets, step.on_failure) if isinstance(step, Action) and step.on_failure else targets


def kinds_of(node: YamlMap) -> tuple[str, ...]:
    """Return the keys of a step that name a kind."""
    return tuple(key for key in node if key in STEP_TYPES)


@lru_cache(maxsize=1)
def outline(project: Project) -> tuple[FlowOutline, ...]:
    """Return the outline of every flow of the project itself, in the order of the files."""
    bodies = (
        (document.path, flow_id, flows[flow_id])
        for document in project.flow_documents
        for flows in [document.content.get("flows")]
        if isinstance(flows, YamlMap)
        for flow_id in flows
    )
    return tuple(
        _outline(flow, body if isinstance(body, YamlMap) else YamlMap(flow.position), path)
        for flow, (path, _, body) in zip(project.own_flows, bodies, strict=True)
    )


def _outline(flow: Flow, body: YamlMap, path: str) -> FlowOutline:
    nodes: list[YamlMap] = []
    lists: list[StepList] = []
    branch_lists: list[BranchList] = []
    strangers = 0
    for found in _walk(body.get("steps"), "flow"):
        match found:
            case StepList():
                lists.append(found)
                strangers += sum(not isinstance(item, YamlMap) for item in found.items)
            case BranchList():
                branch_lists.append(found)
            case _:
                nodes.append(found)
    return FlowOutline(
        flow=flow,
        body=body,
        path=path,
        nodes=tuple(nodes),
        lists=tuple(lists),
        branch_lists=tuple(branch_lists),
        strangers=strangers,
    )


def _walk(listed: Any, role: str) -> Iterator[StepList | BranchList | YamlMap]:
    if not isinstance(listed, YamlList):
        return
    yield StepList(items=listed, role=role)
    for node in listed:
        if not isinstance(node, YamlMap):
            continue
        yield node
        following = node.get("next")
        if not isinstance(following, YamlList):
            continue
        if not is_branch_list(following):
            yield from _walk(following, "next")
            continue
        yield BranchList(items=following, position=node.position_of("next"))
        for branch in following:
            if isinstance(branch, YamlMap):
                for key in ("then", "else"):
                    yield from _walk(branch.get(key), "branch")


def is_reserved(step_id: str) -> bool:
    """Tell whether an id means something else than a step."""
    return step_id in (START, END) or step_id.startswith("NEXT:")


def _is_open(node: YamlMap) -> bool:
    kinds = kinds_of(node)
    if len(kinds) != 1 or kinds[0] in ("link", "noop") or node.get("next") is not None:
        return False  # a link needs no next; that of a noop is missed by the reader
    # A misspelt key may be just the next that is missed.
    return all(_is_known(node, key) for key in node)


def _is_known(node: YamlMap, key: object) -> bool:
    record = STEP_TYPES[kinds_of(node)[0]].RECORD
    return isinstance(key, str) and record.key(key) is not None


def _is_clean(node: YamlMap) -> bool:
    if len(kinds_of(node)) != 1 or node.duplicates:
        return False
    if not all(_is_known(node, key) for key in node):
        return False
    return isinstance(node.get("next"), str | YamlList | None)


def has_unknown_key(branch: YamlMap) -> bool:
    """Tell whether a branch has a key that the reader reports: it may be any of the three."""
    return not _BRANCH_KEYS.issuperset(branch)


def _is_clean_branch(branch: YamlMap) -> bool:
    if has_unknown_key(branch) or len(branch) > 2 or branch.duplicates:
        return False
    target = branch.get("then") if "if" in branch else branch.get("else")
    return isinstance(target, str | YamlList) and bool(target)
