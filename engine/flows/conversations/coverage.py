"""Which steps and branches of the flows the test conversations reach.

::

    reached = Reached()
    for case in cases:
        play(flows, case, reached.note)
    [flow_coverage] = coverage([flow], reached)
    flow_coverage.missing       # ('flows/x.yml:12: step demander', …)

A branch is an ``if`` or ``else`` of a step, a rejection of a question, or ``on_failure`` of an
action.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.flows.events import ActionFailed, BranchTaken, FlowEvent, StepEntered, ValueRejected
from engine.flows.records import Flow
from engine.flows.steps.action import Action
from engine.flows.steps.base import Step
from engine.flows.steps.collect import Collect

#: What names a place: flow, step, and for a branch its kind with what tells it from the others.
_Place = tuple[str, ...]


class Reached:
    """The places that conversations came by."""

    def __init__(self) -> None:
        self.places: set[_Place] = set()

    def note(self, event: FlowEvent) -> None:
        """Take one event of a conversation."""
        match event:
            case StepEntered(flow=flow, step=step):
                self.places.add((flow, step))
            case BranchTaken(flow=flow, step=step, condition=condition, target=target):
                self.places.add((flow, step, "branch", condition, target))
            case ActionFailed(flow=flow, step=step):
                self.places.add((flow, step, "failure"))
            case ValueRejected(slot=slot, condition=condition):
                self.places.add(("", slot, "rejection", condition))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCoverage:
    """What the conversations reached of one flow."""

    flow: str
    steps: int
    steps_reached: int
    branches: int
    branches_reached: int
    # Places never reached, as "path:line: step demander" or "path:line: branch if slots.x".
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing


def coverage(flows: Iterable[Flow], reached: Reached) -> list[FlowCoverage]:
    """Return what ``reached`` covers of each of ``flows``, in their order."""
    return [_of_flow(flow, reached.places) for flow in flows]


def _of_flow(flow: Flow, places: set[_Place]) -> FlowCoverage:
    steps = [((flow.id, step.id), step) for step in flow.steps.values()]
    branches = [found for step in flow.steps.values() for found in _branches(step)]
    missing = [f"{_at(step)}: step {step.id}" for place, step in steps if place not in places]
    missing += [where for place, where in branches if place not in places]
    return FlowCoverage(
        flow=flow.id,
        steps=len(steps),
        steps_reached=sum(place in places for place, _ in steps),
        branches=len(branches),
        branches_reached=sum(place in places for place, _ in branches),
        missing=tuple(missing),
    )


def _branches(step: Step) -> Iterator[tuple[_Place, str]]:
    if any(branch.condition for branch in step.next.branches):
        for branch in step.next.branches:
            condition = "" if branch.condition is None else str(branch.condition.source)
            said = f"if {condition}" if condition else "else"
            place = (step.flow, step.id, "branch", condition, branch.target)
            yield place, f"{_at(step)}: {step.id}: {said}"
    if isinstance(step, Action) and step.on_failure:
        yield (step.flow, step.id, "failure"), f"{_at(step)}: {step.id}: on_failure"
    if isinstance(step, Collect):
        for rejection in step.rejections:
            condition = str(rejection.condition.source)
            where = f"{rejection.position.path}:{rejection.position.line}"
            yield ("", step.slot, "rejection", condition), f"{where}: {step.id}: reject {condition}"


def _at(step: Step) -> str:
    return f"{step.position.path}:{step.position.line}"
