"""All flows of a project with its domain, and every look-up of a conversation, made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar, overload

from engine.errors import DefinitionError, did_you_mean
from engine.flows.domain import Domain
from engine.flows.records import Flow, Trigger
from engine.flows.steps.base import Step
from engine.flows.steps.collect import Collect

Default = TypeVar("Default")


class FlowSet(Mapping[str, Flow]):
    """Flows by id, patterns included.

    >>> flows = FlowSet([flow], domain)
    >>> flows["saluer"].name
    'saluer'
    """

    def __init__(
        self, flows: Iterable[Flow], domain: Domain, enabled: frozenset[str] | None = None
    ) -> None:
        self.domain = domain
        # Flows that a person may start; None: all. Links and calls reach the others too.
        self._enabled = enabled
        self._flows: dict[str, Flow] = {}
        for flow in flows:
            # Of two flows with one id the first counts; a check reports the other.
            self._flows.setdefault(flow.id, flow)
        self._triggers: dict[str, list[tuple[Flow, Trigger]]] = {}
        for flow in self._flows.values():
            for trigger in flow.triggers:
                self._triggers.setdefault(trigger.intent, []).append((flow, trigger))
        self._slots = {flow_id: self._collect_slots(flow_id, "written") for flow_id in self._flows}
        self._resets = {flow_id: self._collect_slots(flow_id, "reset") for flow_id in self._flows}
        self._user_flows = tuple(f for f in self._flows.values() if not f.is_pattern)
        # Slots that some flow of the project writes.
        self.flow_slots = frozenset(
            slot for flow in self._user_flows for slot in flow.slots_written
        )
        # Slots that serve no flow in particular.
        self.common_slots = frozenset(domain.slots) - self.flow_slots
        # Slots whose answers no log may hold.
        self.sensitive_slots = frozenset(
            step.slot
            for flow in self._flows.values()
            for step in flow.steps.values()
            if isinstance(step, Collect) and step.sensitive
        )
        # Intents that answer questions, as yes and no do. One that fills slots of the flow that it
        # starts itself brings values along and answers nothing elsewhere.
        self.answering_intents = frozenset(
            intent
            for slot in domain.slots.values()
            for mapping in slot.mappings
            if mapping.type == "from_intent"
            for intent in mapping.intents
            if not any(slot.name in self._slots[flow.id] for flow, _ in self.triggers_of(intent))
        )
        self._flow_names = {flow.name: flow.id for flow in self._flows.values()}

    def __getitem__(self, flow_id: str) -> Flow:
        try:
            return self._flows[flow_id]
        except KeyError:
            raise DefinitionError(
                f"unknown flow {flow_id!r}; {did_you_mean(flow_id, self._flows)}"
            ) from None

    @overload
    def get(self, flow_id: str, /) -> Flow | None: ...
    @overload
    def get(self, flow_id: str, default: Flow | Default, /) -> Flow | Default: ...
    def get(self, flow_id: str, default: Any = None, /) -> Any:
        """Return a flow, or ``default`` when there is none of that id."""
        return self._flows.get(flow_id, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._flows)

    def __len__(self) -> int:
        return len(self._flows)

    def __contains__(self, flow_id: object) -> bool:
        return flow_id in self._flows

    @property
    def user_flows(self) -> list[Flow]:
        """Return the project's own flows, without patterns."""
        return list(self._user_flows)

    def triggered_by(self, intent: str, confidence: float) -> Flow | None:
        """Return the flow that ``intent`` starts at this confidence, if any."""
        for flow, trigger in self._triggers.get(intent, ()):
            if confidence >= trigger.threshold and self.enables(flow.id):
                return flow
        return None

    def enables(self, flow_id: str) -> bool:
        """Tell whether a person may start ``flow_id``; patterns are never switched off."""
        if self._enabled is None or flow_id not in self._flows:
            return True
        return flow_id in self._enabled or self._flows[flow_id].is_pattern

    def limited_to(self, enabled: frozenset[str] | None) -> FlowSet:
        """Return the same flows of which a person may start ``enabled`` only."""
        if enabled is None:
            return self
        return FlowSet(self._flows.values(), self.domain, enabled)

    def triggers_of(self, intent: str) -> list[tuple[Flow, Trigger]]:
        """Return every flow that names ``intent``, whatever the confidence."""
        return list(self._triggers.get(intent, ()))

    def leads_to(self, flow: Flow, flow_ids: Collection[str]) -> bool:
        """Tell whether ``flow`` is one of ``flow_ids``, or a pattern that goes over to one."""
        return flow.id in flow_ids or (
            flow.is_pattern and not set(flow.linked).isdisjoint(flow_ids)
        )

    def by_name(self, name: str) -> Flow | None:
        """Return the flow with this label or id."""
        return self._flows.get(self._flow_names.get(name, name))

    def collect_step(self, flow_id: str, step_id: str) -> Collect | None:
        """Return a collect step, or None when there is none of that id."""
        flow = self._flows.get(flow_id)
        step = flow.steps.get(step_id) if flow else None
        return step if isinstance(step, Collect) else None

    def slots_of(self, flow_id: str) -> tuple[str, ...]:
        """Return the slots that a flow and the flows that it calls write."""
        return self._slots.get(flow_id, ())

    def slots_to_reset(self, flow_id: str) -> tuple[str, ...]:
        """Return the slots that go back to their initial value when ``flow_id`` ends."""
        return self._resets.get(flow_id, ())

    def step(self, flow_id: str, step_id: str) -> Step | None:
        """Return a step, or None."""
        flow = self._flows.get(flow_id)
        return flow.steps.get(step_id) if flow else None

    def _collect_slots(self, flow_id: str, which: str) -> tuple[str, ...]:
        kept = set(self._flows[flow_id].persisted_slots)
        names: dict[str, None] = {}
        todo, seen = [flow_id], {flow_id}
        while todo:
            flow = self._flows[todo.pop()]
            names.update(
                dict.fromkeys(flow.slots_written if which == "written" else flow.slots_reset)
            )
            for child in flow.called:
                if child in self._flows and child not in seen:
                    seen.add(child)
                    todo.append(child)
        return tuple(name for name in names if which == "written" or name not in kept)
