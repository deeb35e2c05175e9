"""Rasa's components one after the other, without the graph that Rasa puts around them.

::

    pipeline = Pipeline([("WhitespaceTokenizer", {}), ("CountVectorsFeaturizer", {}), …], folder)
    pipeline.learn([("bonjour", "saluer"), …])
    pipeline.ask("bonsoir")                   # [("saluer", 0.93), …]

Runs in the product's environment and in stock Rasa's, which has Python 3.10.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: A component's class path, and its settings.
Part = tuple[str, dict[str, Any]]

#: The product's pipeline before it had a classifier of its own; a tokenizer goes in front.
LOGISTIC_REGRESSION: list[Part] = [
    (
        "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer",
        {"strip_accents": "unicode"},
    ),
    (
        "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer",
        {"analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4, "strip_accents": "unicode"},
    ),
    (
        "rasa.nlu.classifiers.logistic_regression_classifier.LogisticRegressionClassifier",
        {"max_iter": 300, "solver": "lbfgs", "tol": 0.0001, "ranking_length": 0},
    ),
]
WHITESPACE: Part = ("rasa.nlu.tokenizers.whitespace_tokenizer.WhitespaceTokenizer", {})
FRENCH: Part = ("engine.components.french_tokenizer.FrenchTokenizer", {})


def diet(epochs: int) -> list[Part]:
    """Return what ``rasa init`` proposes to tell intents by."""
    featurizers = "rasa.nlu.featurizers.sparse_featurizer"
    return [
        WHITESPACE,
        (f"{featurizers}.lexical_syntactic_featurizer.LexicalSyntacticFeaturizer", {}),
        (f"{featurizers}.count_vectors_featurizer.CountVectorsFeaturizer", {}),
        (
            f"{featurizers}.count_vectors_featurizer.CountVectorsFeaturizer",
            {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        ),
        (
            "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
            {
                "epochs": epochs,
                "constrain_similarities": True,
                "entity_recognition": False,
                "random_seed": 1,
                "ranking_length": 0,
            },
        ),
    ]


class Pipeline:
    """Components by their class paths, with their settings."""

    def __init__(self, parts: Sequence[Part], folder: Path) -> None:
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        self._parts = parts
        self._storage = LocalModelStorage.create(folder)
        self._components: list[Any] = []

    def learn(self, said: Sequence[tuple[str, str]]) -> None:
        """Train the components on (text, intent)."""
        from rasa.engine.graph import ExecutionContext, GraphSchema
        from rasa.engine.storage.resource import Resource
        from rasa.shared.nlu.training_data.message import Message
        from rasa.shared.nlu.training_data.training_data import TrainingData

        data = TrainingData([Message.build(text, intent) for text, intent in said])
        for number, (path, settings) in enumerate(self._parts):
            module, _, name = path.rpartition(".")
            kind = getattr(importlib.import_module(module), name)
            settings = {**kind.get_default_config(), **settings}
            # Featurizers keep their features under the name of their node.
            place = f"{name}{number}"
            context = ExecutionContext(GraphSchema({}), None)
            context.node_name = place
            where = (self._storage, Resource(place), context)
            component = kind.create(settings, *where)
            if hasattr(component, "train"):
                component.train(data)
                # What another process would load, not what training leaves behind.
                component = kind.load(settings, *where)
            last = number == len(self._parts) - 1
            if hasattr(component, "process_training_data") and not last:
                data = component.process_training_data(data)
            self._components.append(component)

    def ask(self, text: str) -> list[tuple[str, float]]:
        """Return all intents with their confidences, best first."""
        from rasa.shared.nlu.training_data.message import Message

        messages = [Message.build(text)]
        for component in self._components:
            messages = component.process(messages)
        ranking = messages[0].get("intent_ranking") or []
        return [(one["name"], float(one["confidence"])) for one in ranking]
