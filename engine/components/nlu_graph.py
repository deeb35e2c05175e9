"""Runs the NLU part of a trained model, node after node.

Rasa builds and schedules a dask graph for every message, with the same nodes in the same order;
here the order is found once. The nodes, and what they compute, are the model's; those that only
count words and weigh the counts are run together (:mod:`engine.components.linear_intents`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import GraphNode
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.linear_intents import LinearIntents

logger = logging.getLogger(__name__)

#: Nodes that Rasa puts around the pipeline.
_AROUND = (NLUMessageConverter, DomainProvider, RegexMessageHandler)
#: How far two ways to the same confidence may lie apart: the last digits of a float.
_ROUNDING = 1e-9

_Results = dict[str, Any]
#: A node's name and how it makes its result from those before it.
_Step = tuple[str, Callable[[_Results], Any]]


class NluGraph:
    """The understanding of one loaded model.

    >>> NluGraph(processor).parse("bonjour")["intent"]["name"]
    'saluer'
    """

    def __init__(self, processor: MessageProcessor) -> None:
        self._target = processor.model_metadata.nlu_target
        nodes = nodes_in_order(processor, self._target)
        self._whole: list[_Step] = [(name, partial(_run, node)) for name, node in nodes]
        self._short = _shortened(nodes, self._whole)
        self._no_tracker = DialogueStateTracker.from_events("nlu", [])

    def parse(self, text: str) -> dict[str, Any]:
        """Return intent, entities and ranking of ``text``, in Rasa's form."""
        return self._parse(self._short, text)

    def parse_by_rasa(self, text: str) -> dict[str, Any]:
        """Return the same by Rasa's components alone: what :meth:`parse` is held against."""
        return self._parse(self._whole, text)

    def warm_up(self) -> float:
        """Parse once, so that the first person does not wait; return the seconds it took.

        The short way is given up, with a line in the log, when it is not Rasa's.
        """
        started = time.perf_counter()
        probe = "bonjour, je voudrais un renseignement"
        if not same_intents(self.parse(probe), self.parse_by_rasa(probe)):
            logger.warning("intents are classified the long way", extra={"action": "nlu_long"})
            self._short = self._whole
        return time.perf_counter() - started

    def _parse(self, steps: list[_Step], text: str) -> dict[str, Any]:
        results: _Results = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: self._no_tracker,
        }
        for name, run in steps:
            results[name] = run(results)
        parsed = results[self._target][0].as_dict(only_output_properties=True)
        parsed.pop("text_tokens", None)
        return {
            "text": "",
            "intent": {"name": None, "confidence": 0.0},
            "entities": [],
            **parsed,
        }


def same_intents(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two parses rank the same intents with the same confidences."""

    def ranking(parsed: dict[str, Any]) -> list[tuple[str, float]]:
        intents = [parsed["intent"], *parsed.get("intent_ranking", ())]
        return [(intent["name"], intent["confidence"]) for intent in intents]

    pairs = zip(ranking(one), ranking(other), strict=False)
    return len(ranking(one)) == len(ranking(other)) and all(
        name == named and abs(share - shared) < _ROUNDING
        for (name, share), (named, shared) in pairs
    )


def nodes_in_order(processor: MessageProcessor, target: str) -> list[tuple[str, GraphNode]]:
    """Return the nodes that ``target`` needs, each after those that it needs itself."""
    runner = processor.graph_runner
    nodes: list[tuple[str, GraphNode]] = []
    done = {PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER}
    waiting = dict(runner._graph_schema.minimal_graph_schema([target]).nodes)
    while waiting:
        ready = [name for name, node in waiting.items() if done.issuperset(node.needs.values())]
        for name in ready:
            del waiting[name]
            nodes.append((name, runner._instantiated_nodes[name]))
            done.add(name)
    return nodes


def pipeline_of(nodes: list[tuple[str, GraphNode]]) -> list[Any]:
    """Return the components that the recipe names, without those that Rasa puts around them."""
    return [node._component for _, node in nodes if not isinstance(node._component, _AROUND)]


def _run(node: GraphNode, results: _Results) -> Any:
    return node(*((need, results[need]) for need in node._inputs.values()))[1]


def _shortened(nodes: list[tuple[str, GraphNode]], whole: list[_Step]) -> list[_Step]:
    """Return ``whole`` with the nodes that count and weigh made one, or as it is."""
    intents = LinearIntents.of(pipeline_of(nodes))
    if intents is None:
        return whole

    def classify(node: GraphNode, results: _Results) -> Any:
        (messages,) = (results[need] for need in node._inputs.values())
        for message in messages:
            intents.classify(message)
        return messages

    def passed_on(node: GraphNode, results: _Results) -> Any:
        (messages,) = (results[need] for need in node._inputs.values())
        return messages

    ways = {CountVectorsFeaturizer: passed_on, LogisticRegressionClassifier: classify}
    return [(name, partial(ways.get(type(node._component), _run), node)) for name, node in nodes]
