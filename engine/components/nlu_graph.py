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


class NluGraph:
    """The understanding of one loaded model.

    >>> NluGraph(processor).parse("bonjour")["intent"]["name"]
    'saluer'
    """

    def __init__(self, processor: MessageProcessor) -> None:
        runner = processor.graph_runner
        target = processor.model_metadata.nlu_target
        schema = runner._graph_schema.minimal_graph_schema([target])
        self._target = target
        self._nodes: list[tuple[str, GraphNode, tuple[str, ...]]] = []
        done = {PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER}
        waiting = dict(schema.nodes)
        while waiting:
            ready = [name for name, node in waiting.items() if done.issuperset(node.needs.values())]
            for name in ready:
                needs = tuple(waiting.pop(name).needs.values())
                self._nodes.append((name, runner._instantiated_nodes[name], needs))
                done.add(name)
        self._no_tracker = DialogueStateTracker.from_events("nlu", [])

    def parse(self, text: str) -> dict[str, Any]:
        """Return intent, entities and ranking of ``text``, in Rasa's form."""
        message = UserMessage(text)
        results: dict[str, Any] = {
            PLACEHOLDER_MESSAGE: [message],
            PLACEHOLDER_TRACKER: self._no_tracker,
        }
        for name, node, needs in self._nodes:
            results[name] = node(*((need, results[need]) for need in needs))[1]
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
        self.parse("bonjour")
        return time.perf_counter() - started
