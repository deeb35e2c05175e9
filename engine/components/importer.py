"""Gives Rasa the project: its domain made acceptable to 3.6, its config checked first.

Named in ``config/config.yml``::

    importers:
      - name: engine.components.importer.FlowImporter
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter

from engine.components.loaded_project import loaded_project
from engine.flows.normaliser import normalised_domain

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
