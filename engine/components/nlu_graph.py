"""Runs the NLU part of a trained model, node after node.

Rasa builds and schedules a dask graph for every message, with the same nodes in the same order;
here the order is found once. The nodes, and what they compute, are the model's.
"""

from __future__ import annotations

import time
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import GraphNode
from rasa.shared.core.trackers import DialogueStateTracker

_Results = dict[str, Any]


class NluGraph:
    """The understanding of one loaded model.

    >>> NluGraph(processor).parse("bonjour")["intent"]["name"]
    'saluer'
    """

    def __init__(self, processor: MessageProcessor) -> None:
        self._target = processor.model_metadata.nlu_target
        self._nodes = _in_order(processor, self._target)
        self._no_tracker = DialogueStateTracker.from_events("nlu", [])

    def parse(self, text: str) -> dict[str, Any]:
        """Return intent, entities and ranking of ``text``, in Rasa's form."""
        results: _Results = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: self._no_tracker,
        }
        for name, node in self._nodes:
            inputs = ((need, results[need]) for need in node._inputs.values())
            results[name] = node(*inputs)[1]
        parsed = results[self._target][0].as_dict(only_output_properties=True)
        parsed.pop("text_tokens", None)
        return {
            "text": "",
            "intent": {"name": None, "confidence": 0.0},
            "entities": [],
            **parsed,
        }

    def warm_up(self) -> float:
        """Parse once, so that the first person does not wait; return the seconds it took."""
        started = time.perf_counter()
        self.parse("bonjour, je voudrais un renseignement")
        return time.perf_counter() - started


def _in_order(processor: MessageProcessor, target: str) -> list[tuple[str, GraphNode]]:
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
