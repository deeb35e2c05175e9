"""Gives Rasa the project: its domain made acceptable to 3.6, its config checked first.

Named in ``config/config.yml``::

    importers:
      - name: engine.components.importer.FlowImporter
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.structures import (
    STORY_START,
    Checkpoint,
    StoryGraph,
    StoryStep,
)
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter

from engine.flows.normaliser import normalised_domain
from engine.flows.project import Project
from engine.flows.records import Flow
from engine.flows.steps.collect import Collect
from engine.loaded_project import loaded_project

#: Components of Rasa that compute with TensorFlow.
TENSORFLOW_PARTS = frozenset(
    {
        "DIETClassifier",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
        "ConveRTFeaturizer",
        "LanguageModelFeaturizer",
    }
)


class FlowImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's file importer with the domain of :mod:`engine.flows.normaliser`."""

    def get_domain(self) -> Domain:
        """Return the domain of the project, with what the flow engine adds."""
        return Domain.from_dict(normalised_domain(loaded_project()))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the project's stories and rules, and one story that stands for its flows.

        Rasa trains the dialogue part, and takes an intent or a response as used, only when a story
        names it; a project of flows has none.
        """
        written = super().get_stories(exclusion_percentage)
        return written.merge(StoryGraph([flow_story(loaded_project(), self.get_domain())]))

    def get_config(self) -> dict[str, Any]:
        """Return the recipe. Raises when it names a part that needs TensorFlow."""
        config: dict[str, Any] = super().get_config()
        refuse_tensorflow(config, str(self.config_file))
        return config


def refuse_tensorflow(config: dict[str, Any], path: str) -> None:
    """Raise one clear sentence when ``config`` names a component that needs TensorFlow."""
    for key in ("pipeline", "policies"):
        for item in config.get(key) or ():
            name = str(item.get("name") if isinstance(item, dict) else item).rsplit(".", 1)[-1]
            if name in TENSORFLOW_PARTS:
                raise RasaException(
                    f"{path}: the {key} names {name}, which needs TensorFlow; this environment "
                    "does not have it. Use LogisticRegressionClassifier to classify intents, and "
                    "engine.components.flow_policy.FlowPolicy to decide what comes next."
                )


def flow_story(project: Project, domain: Domain) -> StoryStep:
    """Return a story that names every intent of ``domain`` and every action of the flows."""
    story = StoryStep(block_name="flows", start_checkpoints=[Checkpoint(STORY_START)])
    known = set(domain.action_names_or_texts)
    used = dict.fromkeys(
        name for flow in project.flows.values() for name in _actions_of(flow) if name in known
    )
    for intent in domain.intents:
        story.add_user_message(UserUttered(intent={"name": intent, "confidence": 1.0}))
    for name in used:
        story.add_event(ActionExecuted(name))
    return story


def _actions_of(flow: Flow) -> list[str]:
    names = [name for step in flow.steps.values() for name, _ in step.runs()]
    asked = [step.response for step in flow.steps.values() if isinstance(step, Collect)]
    return [*names, *asked]
