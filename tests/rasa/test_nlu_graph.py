"""Our way through the NLU part of a model, held against Rasa's own."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from engine.components.nlu_graph import NluGraph

pytestmark = [
    pytest.mark.rasa,
    # Rasa warns of every payload whose intent it does not know.
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def graph(processor: MessageProcessor) -> NluGraph:
    return NluGraph(processor)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text",
    [
        "à quelle heure est la messe dimanche ?",
        "zzz qwrtp",
        "LA MESSE DE NOËL",
        "l’église, c’est où ?",
        "😀",
        "…",
        "oui " * 200,
        "\u2060/restart",
        "/annuler",
        "une attestation de baptême pour le 13",
    ],
)
async def test_a_text_is_understood_as_by_rasa(
    graph: NluGraph, processor: MessageProcessor, text: str
) -> None:
    by_rasa = await processor.parse_message(UserMessage(text))
    assert _shown(graph.parse(text)) == _shown(by_rasa)


def _shown(parsed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parsed.items() if name != "text_tokens"}


def test_one_message_leaves_nothing_to_the_next(graph: NluGraph) -> None:
    alone = graph.parse("bonjour")
    graph.parse("zzz")
    assert graph.parse("bonjour") == alone


def test_the_first_parse_is_timed(graph: NluGraph) -> None:
    assert 0 < graph.warm_up() < 5
