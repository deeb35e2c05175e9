"""Circles of steps, also across flows, that no conversation gets out of.

>>> for circle in endless(project):
...     print([step.id for step in circle])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from engine.flows.checks.conditions import references
from engine.flows.checks.outline import outline, targets_of
from engine.flows.project import Project
from engine.flows.records import END
from engine.flows.run import LISTEN
from engine.flows.steps.action import Action
from engine.flows.steps.base import Step
from engine.flows.steps.call import Call
from engine.flows.steps.collect import Collect
from engine.flows.steps.link import Link
from engine.flows.steps.set_slots import SetSlots

#: A step by its flow and its id.
Node = tuple[str, str]


@lru_cache(maxsize=2)
def endless(project: Project, answered: bool = False) -> tuple[tuple[Step, ...], ...]:
    """Return the circles that nobody waits in and that nothing ends, in the order of the files.

    With ``answered``, questions count as answered: they do not wait unless they empty their slot.
    Flows whose steps could not all be read are left out.
    """
    steps = {
        (item.flow.id, step.id): step
        for item in outline(project)
        if item.is_sure
        for step in item.flow.steps.values()
        if step.id in item.reached
    }
    walk = _Walk(project, steps, answered)
    circles: list[tuple[Step, ...]] = []
    for component in components(steps, walk.leads_to):
        for circle in _without_end(project, steps, set(component), walk):
            members = sorted((steps[node] for node in circle), key=_place)
            circles.append(tuple(members))
    return tuple(sorted(circles, key=lambda circle: _place(circle[0])))


def _place(step: Step) -> tuple[str, int, int]:
    return (step.position.path, step.position.line, step.position.column)


def _without_end(
    project: Project, steps: Mapping[Node, Step], members: set[Node], walk: _Walk
) -> Iterator[list[Node]]:
    """Yield the circles inside a component that no condition can ever leave."""
    if not any(target not in members for node in members for target in walk.ways(node)):
        yield list(members)
        return
    read = {
        reference.name.split(".")[0]
        for node in members
        for branch in steps[node].next.branches
        if branch.condition is not None and branch.condition.expression is not None
        for reference in references(branch.condition.expression)
    }
    read |= {step.slot for node in members if isinstance(step := steps[node], Collect)}
    kept = {node for node in members if not _may_change(project, steps[node], read)}
    yield from components(
        {node: steps[node] for node in steps if node in kept},
        lambda node: [target for target in walk.leads_to(node) if target in kept],
    )


def _may_change(project: Project, step: Step, read: set[str]) -> bool:
    """Tell whether the step may change one of the slots ``read``."""
    if isinstance(step, SetSlots):
        return any(entry.slot in read for entry in step.assignments)
    if isinstance(step, Collect):
        return f"validate_{step.slot}" in project.domain.actions or bool(step.rejections)
    # Responses only speak; anything else that is run may write slots. A link ends its flow, which
    # resets slots.
    if isinstance(step, Action):
        return step.action not in project.domain.responses
    return isinstance(step, Link)


class _Walk:
    """Where each step leads, as long as nobody is waited for."""

    def __init__(self, project: Project, steps: Mapping[Node, Step], answered: bool) -> None:
        self._flows = project.flows
        self._steps = steps
        self._answered = answered
        self._passes: dict[str, bool] = {}

    def leads_to(self, node: Node) -> list[Node]:
        """Return the known steps that follow without a message of the person."""
        return [target for target in self.ways(node) if target in self._steps]

    def ways(self, node: Node) -> list[Node]:
        """Return everything that may follow, END of the flow included."""
        flow, _ = node
        step = self._steps[node]
        if self._waits(step):
            return []
        if isinstance(step, Link):
            return self._into(step.target)
        after = [(flow, target) for target in targets_of(step)]
        if not isinstance(step, Call):
            return after
        if step.is_tool or step.target not in self._flows:
            return []  # an agent talks to the person
        return self._into(step.target) + (after if self._may_pass(step.target) else [])

    def _into(self, flow_id: str) -> list[Node]:
        flow = self._flows.get(flow_id)
        return [(flow_id, flow.first)] if flow else []

    def _waits(self, step: Step) -> bool:
        if isinstance(step, Collect):
            return not self._answered or step.ask_before_filling
        return isinstance(step, Action) and step.action == LISTEN

    def _may_pass(self, flow_id: str) -> bool:
        """Tell whether a called flow can come to its end without waiting."""
        if flow_id in self._passes:
            return self._passes[flow_id]
        self._passes[flow_id] = False  # a flow inside itself does not end there
        flow = self._flows[flow_id]
        todo, seen = [flow.first], {flow.first}
        while todo:
            step_id = todo.pop()
            step = flow.steps.get(step_id)
            if step_id == END or step is None:
                self._passes[flow_id] = True
                break
            if self._waits(step) or isinstance(step, Link):
                continue
            if isinstance(step, Call) and not (
                step.target in self._flows and self._may_pass(step.target)
            ):
                continue
            for target in targets_of(step):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return self._passes[flow_id]


def components(
    nodes: Mapping[Node, Step], leads_to: Callable[[Node], list[Node]]
) -> list[list[Node]]:
    """Return the groups of nodes that lead to each other (Tarjan), single circles included."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    on_stack: set[Node] = set()
    stack: list[Node] = []
    found: list[list[Node]] = []
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(leads_to(root)))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(leads_to(target))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    group = _unwind(stack, on_stack, node)
                    if len(group) > 1 or node in leads_to(node):
                        found.append(group)
    return found


def _unwind(stack: list[Node], on_stack: set[Node], node: Node) -> list[Node]:
    group: list[Node] = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        group.append(member)
        if member == node:
            return group
