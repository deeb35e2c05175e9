"""The policy that decides by flows: deterministic, certain, without training.

::

    policies:
      - name: engine.components.flow_policy.FlowPolicy

Each prediction carries the slots that changed and the whole flow state as one snapshot, as optional
events: they are logged with the action, and computed anew when it was rejected.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components import custom_actions
from engine.components.fold import Step, fold_tracker, snapshot_of
from engine.flows.normaliser import STACK_SLOT
from engine.loaded_project import domain_fingerprint, flows_of, loaded_project
from engine.serving import rasa_servers

custom_actions.install()
rasa_servers.install()


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class FlowPolicy(Policy):  # type: ignore[misc]
    """Follows the flows of the project."""

    #: Above every other policy of Rasa: with flows, nobody else has a say.
    PRIORITY = 10

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Any = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self.last_step: Step | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": FlowPolicy.PRIORITY}

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_DATA

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa caches by class source and config alone; flows must count too."""
        return domain_fingerprint(loaded_project())

    def _create_featurizer(self) -> None:
        # A policy without featuriser: nothing is turned into numbers.
        return None

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn; the flows are read when the model is loaded."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FlowPolicy:
        """Create the policy; the model holds nothing of it."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Return the one action that the flows want next, with certainty."""
        step, events = next_step(tracker, domain)
        self.last_step = step
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(step.state.waiting)] = 1.0
        return self._prediction(probabilities, optional_events=events)


def next_step(tracker: DialogueStateTracker, domain: Domain) -> tuple[Step, list[Event]]:
    """Return where the flows of the project lead ``tracker``, with the events to log."""
    fold = fold_tracker(flows_of(tracker.sender_id), tracker)
    step = fold.result()
    if not step.state.waiting:
        step.state = replace(step.state, waiting="action_listen")
    known = domain.action_names_or_texts
    while step.state.waiting not in known:
        # A flow names an action that the trained model does not know yet.
        step = fold.fail()
    events: list[Event] = [
        SlotSet(name, value)
        for name, value in step.changes.items()
        if name in tracker.slots and tracker.slots[name].value != value
    ]
    events.append(SlotSet(STACK_SLOT, snapshot_of(step.state)))
    return step, events
